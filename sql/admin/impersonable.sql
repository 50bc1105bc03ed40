-- A person, and which tenants that are open the person belongs to, by name. Run by rowhouse_admin, which reads every tenant.
select u.user_id as id, u.display_name, u.superuser, u.status, t.tenants, t.names
from auth.users u
cross join lateral (
  select coalesce(array_agg(t.tenant_id order by t.name, t.tenant_id), '{}') as tenants,
         coalesce(array_agg(t.name order by t.name, t.tenant_id), '{}') as names
  from auth.memberships m join app.tenants t on t.tenant_id = m.tenant_id
  where m.user_id = u.user_id and t.status in ('active', 'archived')
) t
where u.user_id = $1
