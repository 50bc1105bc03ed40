-- A page of tenants, newest first, each with its counts. Run by rowhouse_admin, which reads every tenant.
-- $1: the tenant after which the page begins, null for the first; $2: how many.
select t.tenant_id as id, t.slug, t.name, t.status, m.members, p.projects, k.tasks, k.done
from (
  select tenant_id, slug, name, status
  from app.tenants
  where tenant_id < coalesce($1, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
  order by tenant_id desc
  limit $2
) t
cross join lateral (select count(*) as members from app.members where tenant_id = t.tenant_id) m
cross join lateral (select count(*) as projects from app.projects where tenant_id = t.tenant_id) p
cross join lateral (select count(*) as tasks, count(completed_at) as done from app.tasks where tenant_id = t.tenant_id) k
order by t.tenant_id desc
