-- Who am I on this connection, and how many rows of each table do I see? As the application without a context: none.
-- For anybody:  psql "$(rowhouse dsn app)" -f sql/inspect/whoami.sql
--               psql "$(rowhouse dsn app)" -v tenant=<a tenant's id> -f sql/inspect/whoami.sql
\set QUIET on
\if :{?tenant}
\else
  \set tenant ''
\endif
begin read only;
set local app.tenant_id = :'tenant';
select * from app.whoami;
select 'tenants' as "table", count(*) as "rows I see" from app.tenants
union all select 'members', count(*) from app.members
union all select 'projects', count(*) from app.projects
union all select 'tasks', count(*) from app.tasks
union all select 'trash', count(*) from app.trash;
rollback;
