-- Deletes a task; the trash keeps it. Run by rowhouse_app.
delete from app.tasks where id = $1
