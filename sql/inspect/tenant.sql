-- What one tenant has, counted as that tenant: no condition names it, row security does.
-- For operators:  psql "$(rowhouse dsn app)" -v tenant=<a tenant's id> -f sql/inspect/tenant.sql
\set QUIET on
begin read only;
set local app.tenant_id = :'tenant';
select t.name as tenant, t.status,
       (select count(*) from app.members) as members,
       (select count(*) from app.projects) as projects,
       (select count(*) from app.tasks) as tasks,
       (select count(*) from app.tasks where completed_at is not null) as "done",
       (select count(*) from app.trash) as "in the trash"
from app.tenants t;
rollback;
