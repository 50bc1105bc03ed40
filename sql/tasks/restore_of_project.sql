-- Brings back the tasks that went with project $1 when it was last deleted: those of the same moment. Run by rowhouse_app.
-- "Is not distinct from" keeps the planner off the index by age, in which all tenants' rows are mixed.
insert into app.tasks (id, project_id, title, completed_at)
select distinct on (object_id) object_id, $1::uuid, object ->> 'title', (object ->> 'completed_at')::timestamptz
from app.trash
where kind = 'tasks' and object ->> 'project_id' = $1::uuid::text
  and deleted_at is not distinct from (select max(deleted_at) from app.trash where object_id = $1 and kind = 'projects')
order by object_id
on conflict do nothing
returning id
