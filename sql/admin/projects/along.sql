-- What goes along with projects ($1: tenant.project, twenty of them): of each the first ten tasks, and how many there are, counted up
-- to 1,001. Run by rowhouse_admin. In the order of the index also where they are counted: so that they are taken from it one after
-- the other, and not gathered first.
with named as materialized (
  select id, split_part(id, '.', 1)::uuid as tenant_id, split_part(id, '.', 2)::uuid as project_id from unnest($1::text[]) i (id)
)
select n.id as of, 'tasks' as model,
       (select count(*) from (
          select from app.tasks k where k.tenant_id = n.tenant_id and k.project_id = n.project_id order by k.id limit 1001) c) as hits,
       array(select k.tenant_id || '.' || k.id from app.tasks k
             where k.tenant_id = n.tenant_id and k.project_id = n.project_id order by k.id limit 10) as ids,
       array(select (select t.title from app.tasks t where t.tenant_id = n.tenant_id and t.id = f.id)
             from (select k.id from app.tasks k where k.tenant_id = n.tenant_id and k.project_id = n.project_id order by k.id limit 10) f
             order by f.id) as names
from named n
