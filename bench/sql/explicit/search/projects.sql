-- sql/search/projects.sql with its tenant named: $3.
select found.id, p.name
from (
  select id from app.projects
  where tenant_id = $3 and strpos(norm, (select app.searchable($1) collate "C")) > 0
  order by id desc
  limit $2
) found
cross join lateral (select name from app.projects where tenant_id = $3 and id = found.id offset 0) p
order by found.id desc
