-- Which projects are called so, whole; two at most, which is one too many. Run by rowhouse_admin.
-- $1: the name; $2: the tenant that they are of, or null.
select p.tenant_id || '.' || p.id as id, false as sure
from app.projects p
where left(p.norm, 64) = left(app.searchable(btrim($1)), 64) and p.norm = app.searchable(btrim($1))
  and ($2::uuid is null or p.tenant_id = $2)
limit 2
