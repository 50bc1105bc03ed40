-- The tenants that the person of a session may enter. Run by rowhouse_auth.
select tenant_id, name, current from auth.session_tenants($1)
