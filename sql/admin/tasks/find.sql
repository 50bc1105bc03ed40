-- A task of any tenant, with its project. Run by rowhouse_admin. $1: tenant.task; the second is unique in the first alone.
select t.tenant_id || '.' || t.id as id, ''::text as key, t.title, case when t.completed_at is null then 'open' else 'done' end as state,
       (select array[p.tenant_id || '.' || p.id, p.name] from app.projects p where p.tenant_id = t.tenant_id and p.id = t.project_id) as project,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = t.tenant_id) as tenant,
       t.created_at, t.completed_at, t.version
from app.tasks t
where t.tenant_id = split_part($1, '.', 1)::uuid and t.id = split_part($1, '.', 2)::uuid
