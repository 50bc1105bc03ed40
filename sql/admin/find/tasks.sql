-- Tasks whose title begins so, by title, each with its project and tenant. Run by rowhouse_admin, which reads every tenant.
-- $1: how it begins; $2: how many. What they belong to is looked up for those, by its key.
select k.tenant_id || '.' || k.id as id, k.title,
       (select p.name from app.projects p where p.tenant_id = k.tenant_id and p.id = k.project_id) as project,
       (select n.name from app.tenants n where n.tenant_id = k.tenant_id) as tenant
from (
  select t.tenant_id, t.id, t.project_id, t.title, left(t.norm, 64) as norm
  from app.tasks t
  where left(t.norm, 64) ^@ left(app.searchable($1), 64)
  order by left(t.norm, 64), uuid_send(t.id)
  limit $2
) k
order by k.norm, uuid_send(k.id)
