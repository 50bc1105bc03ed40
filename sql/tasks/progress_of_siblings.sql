-- How far the project of task $1 is, with that task or (when $2 is false) without it. Run by rowhouse_app.
-- By the task, so that a statement which changes the task can travel in the same flight.
select count(*) as total, count(completed_at) as done
from app.tasks
where project_id = (select project_id from app.tasks where id = $1) and ($2 or id <> $1)
