-- sql/search/tasks.sql with its tenant named: $3.
select t.id, t.project_id, t.title, t.done, p.name as project
from (
  select id, project_id, title, completed_at is not null as done
  from app.tasks
  where tenant_id = $3 and strpos(norm, (select app.searchable($1) collate "C")) > 0
  order by id desc
  limit $2
) t
join app.projects p on p.tenant_id = $3 and p.id = t.project_id
order by t.id desc
