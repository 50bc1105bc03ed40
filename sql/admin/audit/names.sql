-- What those are called that an entry of a trail names: tenants ($1), people ($2), projects ($3: tenant.project). No row for what is
-- gone. Run by rowhouse_admin.
select 'tenants' as model, t.tenant_id::text as id, t.name as called
from app.tenants t
where t.tenant_id = any ($1::text[]::uuid[])
union all
select 'users', u.user_id::text, u.login
from auth.users u
where u.user_id = any ($2::text[]::uuid[])
union all
select 'projects', i.id, p.name
from unnest($3::text[]) i (id)
cross join lateral (
  select p.name from app.projects p where p.tenant_id = split_part(i.id, '.', 1)::uuid and p.id = split_part(i.id, '.', 2)::uuid limit 1
) p
