-- A tenant. Run by rowhouse_admin. $1: its id.
select t.tenant_id::text as id, ''::text as key, t.name, t.slug, t.status,
       (select count(*) from (select from app.members m where m.tenant_id = t.tenant_id limit 1001) m) as members,
       (select count(*) from (select from app.projects p where p.tenant_id = t.tenant_id limit 1001) p) as projects,
       (select count(*) from (select from app.tasks k where k.tenant_id = t.tenant_id limit 1001) k) as tasks,
       t.created_at, t.purge_after, t.version
from app.tenants t
where t.tenant_id = $1::text::uuid
