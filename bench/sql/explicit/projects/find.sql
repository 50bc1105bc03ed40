-- sql/projects/find.sql with its tenant named: $2.
select p.id, p.name, p.version, t.total, t.done
from app.projects p
cross join lateral (
  select count(*) as total, count(completed_at) as done from app.tasks where tenant_id = $2 and project_id = p.id
) t
where p.tenant_id = $2 and p.id = $1
