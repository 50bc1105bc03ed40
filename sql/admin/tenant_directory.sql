-- Tenants by slug, for the command line. Run by rowhouse_admin, which reads every tenant.
-- $1: one slug alone, whose tasks are counted as well; or null: over all tenants that would read the whole table.
select t.tenant_id as id, t.slug, t.name, t.status, t.created_at, t.purge_after, m.members, p.projects,
       case when $1::text is not null then (select count(*) from app.tasks where tenant_id = t.tenant_id) end as tasks
from app.tenants t
cross join lateral (select count(*) as members from app.members where tenant_id = t.tenant_id) m
cross join lateral (select count(*) as projects from app.projects where tenant_id = t.tenant_id) p
where $1::text is null or t.slug = $1
order by t.slug
