-- Brings project $1 back from the trash, as it was when it was last deleted. Run by rowhouse_app.
insert into app.projects (id, name)
select object_id, object ->> 'name'
from app.trash
where object_id = $1 and kind = 'projects'
order by deleted_at desc
limit 1
on conflict do nothing
