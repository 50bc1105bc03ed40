-- A membership. Run by rowhouse_admin. $1: tenant.person.
select m.tenant_id || '.' || m.user_id as id, ''::text as key, array[m.user_id::text, m.display_name] as person,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = m.tenant_id) as tenant, m.role, m.created_at, m.version
from app.members m
where m.tenant_id = split_part($1, '.', 1)::uuid and m.user_id = split_part($1, '.', 2)::uuid
