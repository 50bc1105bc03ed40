-- Creates a project in the tenant of the transaction. Run by rowhouse_app.
insert into app.projects (id, name) values ($1, $2)
