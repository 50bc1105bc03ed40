-- Of which tenants projects are ($1: tenant.project, at most 10,000), and which tasks they have, counted up to 10,001;
-- and how many of them there are. Run by rowhouse_admin.
with named as materialized (
  select split_part(id, '.', 1)::uuid as tenant_id, split_part(id, '.', 2)::uuid as project_id from unnest($1::text[]) i (id)
)
select 'of' as kind, 'tenants' as name, (select count(distinct tenant_id) from named) as hits
union all
select 'with', 'tasks', (
    select count(*) from (
      select from named n cross join lateral (
        select from app.tasks k where k.tenant_id = n.tenant_id and k.project_id = n.project_id limit 10001) k
      limit 10001) c)
union all
select 'found', 'projects', (
    select count(*)
    from named n cross join lateral (select from app.projects p where p.tenant_id = n.tenant_id and p.id = n.project_id limit 1) p)
