-- One project with its counts. Run by rowhouse_app.
select p.id, p.name, p.version, t.total, t.done
from app.projects p
cross join lateral (
  select count(*) as total, count(completed_at) as done from app.tasks where project_id = p.id
) t
where p.id = $1
