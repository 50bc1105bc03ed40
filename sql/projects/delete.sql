-- Deletes a project and, by the foreign key, its tasks; all are kept in the trash. Run by rowhouse_app.
delete from app.projects where id = $1
