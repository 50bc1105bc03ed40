-- Brings tasks $2 of project $1 back from the trash, as they were when they were last deleted. Those that are there stay as
-- they are. Run by rowhouse_app.
insert into app.tasks (id, project_id, title, completed_at)
select distinct on (object_id) object_id, $1::uuid, object ->> 'title', (object ->> 'completed_at')::timestamptz
from app.trash
where object_id = any($2) and kind = 'tasks' and object ->> 'project_id' = $1::uuid::text
order by object_id, deleted_at desc
on conflict do nothing
