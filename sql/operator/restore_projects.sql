-- Brings projects ($1: their tenants, $2: their ids) back from the trash, with the tasks that went along: how many. Those alone
-- that were deleted last at the moment $3 (in microseconds): whoever deleted one since did something about it. $4: why. What is
-- there already is an error. Run by rowhouse_operator, which has declared who acts.
with kept as materialized (
  select n.tenant_id, n.id, g.object, g.deleted_at
  from unnest($1::uuid[], $2::uuid[]) n (tenant_id, id)
  cross join lateral (
    select t.object, t.deleted_at from app.trash t
    where t.tenant_id = n.tenant_id and t.object_id = n.id and t.kind = 'projects'
    order by t.deleted_at desc
    limit 1
  ) g
  where (extract(epoch from g.deleted_at) * 1000000)::bigint = $3
), projects as (
  insert into app.projects (tenant_id, id, name, created_at, version)
  select k.tenant_id, k.id, k.object ->> 'name', (k.object ->> 'created_at')::timestamptz, (k.object ->> 'version')::integer
  from kept k
  returning tenant_id, id
), gone as materialized (
  select t.tenant_id, t.object_id, t.object
  from app.trash t
  where t.deleted_at = (select k.deleted_at from kept k limit 1) and t.kind = 'tasks'
), tasks as (
  insert into app.tasks (tenant_id, id, project_id, title, completed_at, created_at, version)
  select g.tenant_id, g.object_id, p.id, g.object ->> 'title', (g.object ->> 'completed_at')::timestamptz,
         (g.object ->> 'created_at')::timestamptz, (g.object ->> 'version')::integer
  from gone g join projects p on p.tenant_id = g.tenant_id and p.id::text = g.object ->> 'project_id'
  returning tenant_id, project_id
), recorded as materialized (
  select auth.record_act('project_restored', p.id, jsonb_build_object('tenant', p.tenant_id, 'tasks', coalesce(c.tasks, 0)), $4) as done
  from projects p
  left join (select tenant_id, project_id, count(*) as tasks from tasks group by tenant_id, project_id) c
    on c.tenant_id = p.tenant_id and c.project_id = p.id
)
select count(*) as restored from recorded r where r.done
