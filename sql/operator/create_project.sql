-- Creates a project ($2) in a tenant ($1) that is active: false when there is none; $3: its name; $4: why.
-- Run by rowhouse_operator, which has declared who acts.
with project as (
  insert into app.projects (tenant_id, id, name)
  select t.tenant_id, $2, $3 from app.tenants t where t.tenant_id = $1 and t.status = 'active'
  returning tenant_id, id
), recorded as (
  select auth.record_act('project_created', p.id, jsonb_build_object('tenant', p.tenant_id), $4) as done from project p
)
select exists (select from recorded r where r.done) as done
