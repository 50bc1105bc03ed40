-- Projects whose name begins so, by name, each with its tenant. Run by rowhouse_admin, which reads every tenant.
-- $1: how it begins; $2: how many. What they belong to is looked up for those, by its key.
select p.tenant_id || '.' || p.id as id, p.name,
       (select n.name from app.tenants n where n.tenant_id = p.tenant_id) as tenant
from (
  select p.tenant_id, p.id, p.name, left(p.norm, 64) as norm
  from app.projects p
  where left(p.norm, 64) ^@ left(app.searchable($1), 64)
  order by left(p.norm, 64), uuid_send(p.id)
  limit $2
) p
order by p.norm, uuid_send(p.id)
