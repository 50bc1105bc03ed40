-- Renames a project of a tenant: done, gone, or conflict when it is not of version $4, which may be null; $5: why.
-- Run by rowhouse_operator, which has declared who acts.
with here as (
  select from app.projects p where p.tenant_id = $1 and p.id = $2
), changed as (
  update app.projects p set name = $3, version = p.version + 1
  where p.tenant_id = $1 and p.id = $2 and ($4::integer is null or p.version = $4)
  returning p.tenant_id, p.id
), recorded as (
  select auth.record_act('project_renamed', c.id, jsonb_build_object('tenant', c.tenant_id), $5) as done from changed c
)
select coalesce((select 'done' from recorded r where r.done), (select 'conflict' from here), 'gone') as outcome
