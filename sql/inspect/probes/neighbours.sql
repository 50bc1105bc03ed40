-- An active tenant, and another one with a project, for the probes of `rowhouse doctor`. No row where there are no two.
-- Run by rowhouse_admin.
select own.tenant_id as own, other.tenant_id as other, project.id as project
from app.tenants own
join app.tenants other on other.tenant_id <> own.tenant_id
join lateral (select p.id from app.projects p where p.tenant_id = other.tenant_id limit 1) as project on true
where own.status = 'active'
limit 1
