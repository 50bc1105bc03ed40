-- A page of a project's tasks, newest first. Run by rowhouse_app.
-- $1: the project; $2: the id after which the page begins, null for the first; $3: how many; $4: those done (true) or open
-- (false), null for both.
-- The bound is a subquery, so that it is known before the index is entered: a bare coalesce would filter row by row.
select id, project_id, title, completed_at is not null as done, version
from app.tasks
where project_id = $1 and id < (select coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
  and ($4::boolean is null or (completed_at is not null) = $4)
order by id desc
limit $3
