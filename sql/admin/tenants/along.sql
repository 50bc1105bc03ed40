-- What goes along with tenants ($1: twenty of them): of each the first ten projects and members, and how many there are, counted up to
-- 1,001. Run by rowhouse_admin. In an order of the index also where they are counted: so that they are taken from it one after the
-- other, and not gathered first.
with named as materialized (
  select id, id::uuid as tenant_id from unnest($1::text[]) i (id)
)
select n.id as of, 'projects' as model,
       (select count(*) from (select from app.projects p where p.tenant_id = n.tenant_id order by p.id limit 1001) c) as hits,
       array(select p.tenant_id || '.' || p.id from app.projects p where p.tenant_id = n.tenant_id order by p.id limit 10) as ids,
       array(select p.name from app.projects p where p.tenant_id = n.tenant_id order by p.id limit 10) as names
from named n
union all
select n.id, 'memberships',
       (select count(*) from (select from app.members m where m.tenant_id = n.tenant_id order by m.user_id limit 1001) c),
       array(select m.tenant_id || '.' || m.user_id from app.members m where m.tenant_id = n.tenant_id order by m.user_id limit 10),
       array(select m.display_name || ', ' || m.role from app.members m where m.tenant_id = n.tenant_id order by m.user_id limit 10)
from named n
