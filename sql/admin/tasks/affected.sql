-- Of which projects and tenants tasks are ($1: tenant.task, at most 10,000), and how many of them there are. Run by rowhouse_admin.
with named as materialized (
  select split_part(id, '.', 1)::uuid as tenant_id, split_part(id, '.', 2)::uuid as id from unnest($1::text[]) i (id)
), there as materialized (
  select k.tenant_id, k.project_id
  from named n cross join lateral (
    select t.tenant_id, t.project_id from app.tasks t where t.tenant_id = n.tenant_id and t.id = n.id limit 1) k
)
select 'of' as kind, 'projects' as name, (select count(distinct (tenant_id, project_id)) from there) as hits
union all
select 'of', 'tenants', (select count(distinct tenant_id) from there)
union all
select 'found', 'tasks', (select count(*) from there)
