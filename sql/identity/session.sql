-- Whom a session belongs to, who stands behind it, and where it works. Run by rowhouse_auth when the cache does not know.
select user_id, login, display_name, superuser, tenant_id, tenant_name, tenant_status, tenants, idle_expires_at, expires_at,
       session_id, authenticated_at, impersonator, impersonator_name, impersonation_writes, impersonation_until, support
from auth.session($1)
