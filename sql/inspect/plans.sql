-- What row security costs: the plans of three queries of the application, as the application, in one tenant. The context is
-- looked up once a query (InitPlan) and leads an index condition; nothing grows with other tenants' rows.
-- For auditors:  psql "$(rowhouse dsn app)" -v tenant=<a tenant's id> -f sql/inspect/plans.sql
\set QUIET on
begin read only;
set local app.tenant_id = :'tenant';
\echo 'The newest projects'
explain (costs off) select id, name from app.projects order by id desc limit 20;
\echo 'The tasks of a project, without saying whose'
explain (costs off) select id, title from app.tasks where project_id = '00000000-0000-7000-8000-000000000000' order by id desc limit 50;
\echo 'Search'
explain (costs off) select id, title from app.tasks where strpos(norm, app.searchable('report')) > 0 order by id desc limit 20;
rollback;
