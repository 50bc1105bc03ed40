-- Projects of tenant $3 whose name begins so, by name, and whether another that begins so is called the same. Run by rowhouse_admin.
-- $1: how it begins; $2: how many. Those of one tenant are picked out first, since they are few beside those of all; of them,
-- 10,000 at most are looked at.
with begins as materialized (
  select p.tenant_id, p.id, p.name, p.norm
  from app.projects p
  where p.tenant_id = $3 and left(p.norm, 64) ^@ left(app.searchable($1), 64)
  limit 10000
)
select b.tenant_id || '.' || b.id as id, b.name,
       (select n.name from app.tenants n where n.tenant_id = b.tenant_id) as tenant, b.alike > 1 as several
from (select *, count(*) over (partition by norm) as alike from begins) b
order by b.norm, b.id
limit $2
