-- Tasks whose title contains the text $1, newest first, each with its project; at most $2. Run by rowhouse_app.
-- They are looked for in the index alone, which has them in this order, and only what is found is read, row by row: of a
-- tenant with a thousand times the rows that the planner expects, it would rather read and sort all. `offset 0` keeps it so.
select found.id, t.project_id, t.title, t.done, p.name as project
from (
  select id from app.tasks
  where strpos(norm, (select app.searchable($1) collate "C")) > 0
  order by id desc
  limit $2
) found
cross join lateral (
  select project_id, title, completed_at is not null as done from app.tasks where id = found.id offset 0
) t
cross join lateral (select name from app.projects where id = t.project_id offset 0) p
order by found.id desc
