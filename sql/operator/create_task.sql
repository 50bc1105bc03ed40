-- Creates a task ($3) in a project ($2) of a tenant ($1) that is active: done, gone when there is no such project, or closed when the
-- tenant is not active; $4: its title; $5: whether it is done already; $6: why. Run by rowhouse_operator, which has declared who acts.
with task as (
  insert into app.tasks (tenant_id, id, project_id, title, completed_at)
  select p.tenant_id, $3, p.id, $4, case when $5 then now() end
  from app.projects p join app.tenants t on t.tenant_id = p.tenant_id and t.status = 'active'
  where p.tenant_id = $1 and p.id = $2
  returning tenant_id, id
), recorded as (
  select auth.record_act('task_created', k.id, jsonb_build_object('tenant', k.tenant_id), $6) as done from task k
)
select coalesce((select 'done' from recorded r where r.done),
                (select 'closed' from app.projects p where p.tenant_id = $1 and p.id = $2), 'gone') as outcome
