-- Which tenants are called so, by slug or by name, whole; two at most, which is one too many. Run by rowhouse_admin.
-- A slug is one tenant's alone, and counts before any name.
select id, sure
from (
  (select t.tenant_id::text as id, true as sure from app.tenants t where t.slug = lower(btrim($1)))
  union all
  (select t.tenant_id::text, false
   from app.tenants t
   where (left(app.searchable(t.name), 64) collate "C") = left(app.searchable(btrim($1)), 64)
     and app.searchable(t.name) = app.searchable(btrim($1))
   limit 2)
) called
order by sure desc
limit 2
