-- Adds tasks by the thousand. Run by rowhouse_app, under the policies like any other write.
insert into app.tasks (id, project_id, title, completed_at)
select id, project_id, title, case when done then now() end
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[]) as t (id, project_id, title, done)
