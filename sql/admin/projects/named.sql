-- Projects of a tenant ($1) by id ($2) or by name ($3), whatever its case: two at most, which is one too many.
-- Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
select p.id
from app.projects p
where p.tenant_id = $1 and ($2::uuid is null or p.id = $2) and ($3::text is null or p.norm = app.searchable($3))
limit 2
