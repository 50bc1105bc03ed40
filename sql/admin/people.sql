-- Every person, by login, with the tenants that each may enter. Run by rowhouse_admin, which reads every tenant.
-- $1: one login alone, or null.
select u.user_id as id, u.login, u.display_name, u.superuser, u.support, u.rights, u.status, u.created_at,
       coalesce((select array_agg(t.slug::text order by t.slug)
                 from auth.memberships m join app.tenants t on t.tenant_id = m.tenant_id
                 where m.user_id = u.user_id), '{}') as tenants
from auth.users u
where $1::text is null or u.login = lower(normalize(btrim($1), nfkc))
order by u.login
