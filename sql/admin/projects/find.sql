-- A project of any tenant. Run by rowhouse_admin. $1: tenant.project; the second is unique in the first alone.
select p.tenant_id || '.' || p.id as id, ''::text as key, p.name,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = p.tenant_id) as tenant,
       (select count(*) from (select from app.tasks k where k.tenant_id = p.tenant_id and k.project_id = p.id limit 1001) k) as tasks,
       p.created_at, (select n.slug from app.tenants n where n.tenant_id = p.tenant_id) as slug, p.version
from app.projects p
where p.tenant_id = split_part($1, '.', 1)::uuid and p.id = split_part($1, '.', 2)::uuid
