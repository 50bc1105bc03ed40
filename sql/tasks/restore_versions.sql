-- Gives tasks $2, which were just restored, the versions that they had: an older form must not take them for its own.
-- Run by rowhouse_app.
update app.tasks t
set version = g.version
from (
  select object_id, max((object ->> 'version')::integer) as version
  from app.trash
  where object_id = any($2) and kind = 'tasks'
  group by object_id
) g
where t.project_id = $1 and t.id = g.object_id and t.version < g.version
