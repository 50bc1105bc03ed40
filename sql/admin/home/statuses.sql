-- How many tenants are suspended, archived and deleted, each counted up to a thousand and one. Run by rowhouse_admin.
select s.status, c.tenants
from unnest(array['suspended', 'archived', 'deleted']) with ordinality s (status, place)
cross join lateral (
  select count(*) as tenants
  from (select from app.tenants t where t.status = s.status and t.status <> 'active' limit 1001) counted
) c
where c.tenants > 0
order by s.place
