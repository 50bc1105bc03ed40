-- What was deleted and is deleted still, the latest first, at most $1: projects, and tasks of projects that are there (the
-- others come back with their project). Run by rowhouse_app.
-- "Offset 0": each is looked up by its key; a join could as well read all tasks of the tenant.
select g.object_id as id, g.kind = 'projects' as project, p.id as project_id,
  coalesce(g.object ->> 'name', g.object ->> 'title') as name, p.name as project_name,
  extract(epoch from now() - g.deleted_at)::bigint as age
from (
  select distinct on (object_id) object_id, kind, object, deleted_at
  from app.trash
  where kind in ('projects', 'tasks')
  order by object_id, deleted_at desc
) g
left join lateral (select id, name from app.projects where id = (g.object ->> 'project_id')::uuid offset 0) p on true
left join lateral (select true as there from app.projects where id = g.object_id offset 0) same_project on true
left join lateral (select true as there from app.tasks where id = g.object_id offset 0) same_task on true
where same_project.there is null and same_task.there is null and (g.kind = 'projects') = (p.name is null)
order by g.deleted_at desc, g.object_id
limit $1
