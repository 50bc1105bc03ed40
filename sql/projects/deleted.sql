-- What project $1 was called when it was deleted, if it is deleted still. Run by rowhouse_app.
select g.object ->> 'name' as name
from app.trash g
where g.object_id = $1 and g.kind = 'projects' and not exists (select from app.projects p where p.id = $1)
order by g.deleted_at desc
limit 1
