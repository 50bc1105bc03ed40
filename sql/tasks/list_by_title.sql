-- A page of a project's tasks by title, as search compares titles. Run by rowhouse_app.
-- $1: the project; $2: the id after which the page begins, null for the first; $3: how many; $4: those done (true) or open
-- (false), null for both.
-- All tasks of the project are sorted: there is no index for it, and none is worth its writes.
select id, project_id, title, completed_at is not null as done, version
from app.tasks
where project_id = $1 and ($2::uuid is null or (norm, id) > (select norm, id from app.tasks where id = $2))
  and ($4::boolean is null or (completed_at is not null) = $4)
order by norm, id
limit $3
