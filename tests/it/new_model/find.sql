-- A note of any tenant, with its task. Run by rowhouse_admin. $1: tenant.note; the second is unique in the first alone.
select n.tenant_id || '.' || n.id as id, ''::text as key, n.body,
       (select array[k.tenant_id || '.' || k.id, k.title] from app.tasks k where k.tenant_id = n.tenant_id and k.id = n.task_id) as task,
       (select array[t.tenant_id::text, t.name] from app.tenants t where t.tenant_id = n.tenant_id) as tenant, n.created_at
from app.notes n
where n.tenant_id = split_part($1, '.', 1)::uuid and n.id = split_part($1, '.', 2)::uuid
