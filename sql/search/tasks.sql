-- Tasks whose title contains the text $1, newest first, each with its project; at most $2. Run by rowhouse_app.
select t.id, t.project_id, t.title, t.done, p.name as project
from (
  select id, project_id, title, completed_at is not null as done
  from app.tasks
  where strpos(norm, (select app.searchable($1) collate "C")) > 0
  order by id desc
  limit $2
) t
join app.projects p on p.id = t.project_id
order by t.id desc
