-- How far a project is. Run by rowhouse_app.
select count(*) as total, count(completed_at) as done from app.tasks where project_id = $1
