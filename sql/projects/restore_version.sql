-- Gives project $1, which was just restored, the version that it had: an older form must not take it for its own.
-- Run by rowhouse_app.
update app.projects p
set version = g.version
from (select max((object ->> 'version')::integer) as version from app.trash where object_id = $1 and kind = 'projects') g
where p.id = $1 and p.version < g.version
