-- The figures of the dashboard. Run by rowhouse_app.
select (select count(*) from app.projects) as projects, count(*) as tasks, count(completed_at) as done from app.tasks
