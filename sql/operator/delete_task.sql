-- Deletes a task of a tenant, for thirty days: by which moment (in microseconds) the trash knows it; no row when there is no such
-- task; $3: why. Run by rowhouse_operator, which has declared who acts.
with deleted as (
  delete from app.tasks k where k.tenant_id = $1 and k.id = $2 returning k.tenant_id, k.id
), recorded as (
  select auth.record_act('task_deleted', d.id, jsonb_build_object('tenant', d.tenant_id), $3) as done from deleted d
)
select (extract(epoch from now()) * 1000000)::bigint as at from recorded r where r.done
