-- Tenants whose name or slug begins so, by name. Run by rowhouse_admin, which reads every tenant.
-- $1: how it begins; $2: how many. Either half is read in the order of its index, and no further than that many.
select id, name, slug, status
from (
  (select t.tenant_id as id, t.name, t.slug, t.status
   from app.tenants t
   where (left(app.searchable(t.name), 64) collate "C") ^@ left(app.searchable($1), 64)
   order by left(app.searchable(t.name), 64) collate "C"
   limit $2)
  union
  (select t.tenant_id, t.name, t.slug, t.status
   from app.tenants t
   where t.slug ^@ lower($1)
   order by t.slug
   limit $2)
) found
order by app.searchable(name) collate "C", id
limit $2
