-- One task. Run by rowhouse_app.
select id, project_id, title, completed_at is not null as done, version from app.tasks where id = $1
