-- sql/search/tasks.sql with its tenant named: $3.
select found.id, t.project_id, t.title, t.done, p.name as project
from (
  select id from app.tasks
  where tenant_id = $3 and strpos(norm, (select app.searchable($1) collate "C")) > 0
  order by id desc
  limit $2
) found
cross join lateral (
  select project_id, title, completed_at is not null as done
  from app.tasks where tenant_id = $3 and id = found.id offset 0
) t
cross join lateral (select name from app.projects where tenant_id = $3 and id = t.project_id offset 0) p
order by found.id desc
