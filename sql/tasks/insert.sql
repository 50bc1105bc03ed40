-- Creates a task. A project of another tenant is refused by the foreign key, as one that never existed. Run by rowhouse_app.
insert into app.tasks (id, project_id, title) values ($1, $2, $3)
returning id, project_id, title, completed_at is not null as done, version
