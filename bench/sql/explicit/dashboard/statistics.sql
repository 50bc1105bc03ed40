-- sql/dashboard/statistics.sql with its tenant named: $1.
select (select count(*) from app.projects where tenant_id = $1) as projects, count(*) as tasks, count(completed_at) as done
from app.tasks
where tenant_id = $1
