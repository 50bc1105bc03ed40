-- Retitles a task of a tenant, and says whether it is done: done, gone, or conflict when it is not of version $5, which may be null;
-- $6: why. Run by rowhouse_operator, which has declared who acts.
with here as (
  select from app.tasks k where k.tenant_id = $1 and k.id = $2
), changed as (
  update app.tasks k
  set title = $3, completed_at = case when $4 then coalesce(k.completed_at, now()) end, version = k.version + 1
  where k.tenant_id = $1 and k.id = $2 and ($5::integer is null or k.version = $5)
  returning k.tenant_id, k.id
), recorded as (
  select auth.record_act('task_edited', c.id, jsonb_build_object('tenant', c.tenant_id), $6) as done from changed c
)
select coalesce((select 'done' from recorded r where r.done), (select 'conflict' from here), 'gone') as outcome
