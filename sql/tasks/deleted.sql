-- What tasks $2 of project $1 were when they were deleted, those that are deleted still. Run by rowhouse_app.
select distinct on (g.object_id) g.object_id as id, $1::uuid as project_id, g.object ->> 'title' as title,
  (g.object ->> 'completed_at') is not null as done, (g.object ->> 'version')::integer as version
from app.trash g
where g.object_id = any($2) and g.kind = 'tasks' and g.object ->> 'project_id' = $1::uuid::text
  and not exists (select from app.tasks t where t.id = g.object_id)
order by g.object_id, g.deleted_at desc
