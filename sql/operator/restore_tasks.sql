-- Brings tasks ($1: their tenants, $2: their ids) back from the trash: how many. Those alone that were deleted last at the moment $3
-- (in microseconds), and whose project is there; $4: why. What is there already is an error.
-- Run by rowhouse_operator, which has declared who acts.
with kept as materialized (
  select n.tenant_id, n.id, p.id as project_id, g.object
  from unnest($1::uuid[], $2::uuid[]) n (tenant_id, id)
  cross join lateral (
    select t.object, t.deleted_at from app.trash t
    where t.tenant_id = n.tenant_id and t.object_id = n.id and t.kind = 'tasks'
    order by t.deleted_at desc
    limit 1
  ) g
  join app.projects p on p.tenant_id = n.tenant_id and p.id = (g.object ->> 'project_id')::uuid
  where (extract(epoch from g.deleted_at) * 1000000)::bigint = $3
), tasks as (
  insert into app.tasks (tenant_id, id, project_id, title, completed_at, created_at, version)
  select k.tenant_id, k.id, k.project_id, k.object ->> 'title', (k.object ->> 'completed_at')::timestamptz,
         (k.object ->> 'created_at')::timestamptz, (k.object ->> 'version')::integer
  from kept k
  returning tenant_id, id
), recorded as materialized (
  select auth.record_act('task_restored', k.id, jsonb_build_object('tenant', k.tenant_id), $4) as done from tasks k
)
select count(*) as restored from recorded r where r.done
