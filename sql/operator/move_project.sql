-- Moves a project with its tasks from a tenant ($1) to another that is active ($3), as old and of the same version: done, gone, or
-- closed when there is no such tenant; $4: why. What is deleted here lies in the first tenant's trash, and is in its trail.
-- Run by rowhouse_operator, which has declared who acts, and holds the project.
with target as (
  select t.tenant_id from app.tenants t where t.tenant_id = $3 and t.status = 'active' and t.tenant_id <> $1
), project as (
  insert into app.projects (tenant_id, id, name, created_at, version)
  select t.tenant_id, p.id, p.name, p.created_at, p.version from app.projects p cross join target t
  where p.tenant_id = $1 and p.id = $2
  returning tenant_id, id
), tasks as (
  insert into app.tasks (tenant_id, id, project_id, title, completed_at, created_at, version)
  select t.tenant_id, k.id, k.project_id, k.title, k.completed_at, k.created_at, k.version from app.tasks k cross join target t
  where k.tenant_id = $1 and k.project_id = $2
  returning id
), deleted as (
  delete from app.projects p where p.tenant_id = $1 and p.id = $2 and exists (select from target) returning p.id
), recorded as (
  select auth.record_act('project_moved', n.id, jsonb_build_object('from', $1::uuid, 'to', n.tenant_id, 'tasks', (select count(*) from tasks)), $4) as done
  from project n join deleted d on d.id = n.id
)
select coalesce((select 'done' from recorded r where r.done), (select 'gone' from target), 'closed') as outcome
