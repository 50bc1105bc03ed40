-- Creates tasks in project $1, with ids $2 and titles $3. Run by rowhouse_app.
insert into app.tasks (id, project_id, title)
select id, $1, title from unnest($2::uuid[], $3::text[]) as new (id, title)
returning id, project_id, title, completed_at is not null as done, version
