-- Deletes a project of a tenant and its tasks, for thirty days: by which moment (in microseconds) the trash knows them; no row when
-- there is no such project; $3: why. Run by rowhouse_operator, which has declared who acts.
with counted as (
  select count(*) as tasks from app.tasks k where k.tenant_id = $1 and k.project_id = $2
), deleted as (
  delete from app.projects p where p.tenant_id = $1 and p.id = $2 returning p.tenant_id, p.id
), recorded as (
  select auth.record_act('project_deleted', d.id, jsonb_build_object('tenant', d.tenant_id, 'tasks', n.tasks), $3) as done
  from deleted d cross join counted n
)
select (extract(epoch from now()) * 1000000)::bigint as at from recorded r where r.done
