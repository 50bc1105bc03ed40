-- How far the project of task $1 is, with that task or (when $2 is false) without it. Run by rowhouse_app.
-- By the task, so that a statement which changes the task can travel in the same flight. It is taken from the count, and not
-- left out of it: the index that counts does not know one task from another.
select counted.total - without.it as total, counted.done - (without.it * (t.completed_at is not null)::integer) as done
from app.tasks t
cross join lateral (select (not $2)::integer as it) without
cross join lateral (select count(*) as total, count(completed_at) as done from app.tasks where project_id = t.project_id) counted
where t.id = $1
