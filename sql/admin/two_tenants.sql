-- Two active tenants that have tasks, for the demo to stand between. Run by rowhouse_admin, which reads every tenant.
-- Small ones first: the demo updates and deletes all that one of them has, and holds those rows until it rolls back.
select t.tenant_id as id, t.name, k.project_id as project, k.id as task
from (select tenant_id, name from app.tenants where status = 'active' order by tenant_id limit 1000) t
cross join lateral (select project_id, id from app.tasks where tenant_id = t.tenant_id order by id limit 1) k
cross join lateral (
  select count(*) as tasks from (select from app.tasks where tenant_id = t.tenant_id limit 1001) counted
) size
order by size.tasks > 1000, t.tenant_id
limit 2
