-- Projects whose name begins so, by name, each with its tenant, and whether another is called the same. Run by rowhouse_admin, which
-- reads every tenant. $1: how it begins; $2: how many. What they belong to, and who else is called so, is looked up for those alone.
select p.tenant_id || '.' || p.id as id, p.name,
       (select n.name from app.tenants n where n.tenant_id = p.tenant_id) as tenant,
       (select count(*) from (select from app.projects o where left(o.norm, 64) = p.begins and o.norm = p.norm limit 2) o) > 1 as several
from (
  select p.tenant_id, p.id, p.name, p.norm, left(p.norm, 64) as begins
  from app.projects p
  where left(p.norm, 64) ^@ left(app.searchable($1), 64)
  order by left(p.norm, 64), uuid_send(p.id)
  limit $2
) p
order by p.begins, uuid_send(p.id)
