-- Two tenants to show in `rowhouse demo`, each with a project and a task: of the ten oldest, those with the fewest tasks.
-- Run by rowhouse_admin.
select id, name, project, task, tasks from (
  select t.tenant_id::text as id, t.name, project.id::text as project, task.id::text as task, tasks.number as tasks
  from (select tenant_id, name from app.tenants where status = 'active' order by created_at, tenant_id limit 10) as t
  join lateral (select p.id from app.projects p where p.tenant_id = t.tenant_id order by p.id limit 1) as project on true
  join lateral (select k.id from app.tasks k where k.tenant_id = t.tenant_id order by k.id limit 1) as task on true
  cross join lateral (select count(*) as number from app.tasks k where k.tenant_id = t.tenant_id) as tasks
  order by tasks.number, t.tenant_id
  limit 2
) as chosen
order by name
