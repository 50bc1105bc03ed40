-- How many tenants there are of each status, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql. A filter's own choice does not narrow
-- its figures; but what a period leaves behind it is not looked at.
with looked_at as (
  select t.status, t.created_at, $3::text is null or t.status = $3 as in_status,
         $4::text is null or (uuid_send(t.tenant_id) >= (select app.id_at(app.begins($4))) and uuid_send(t.tenant_id) < (select app.id_at(app.ends($4)))) as in_time
  from app.tenants t
  where ($1::uuid is null or t.tenant_id = $1)
    and ($2::text is null or (left(app.searchable(t.name), 64) collate "C") ^@ left(app.searchable($2), 64) or t.slug ^@ lower($2))
    and $5::text is null
    and ($4::text is null or uuid_send(t.tenant_id) < app.id_at(app.ends($4)))
  order by uuid_send(t.tenant_id) desc
  limit 10000
)
select f.filter, f.value, f.hits, c.looked_at = 10000 as more
from (
  select count(*) as looked_at, count(*) filter (where in_status and in_time) as "all",
         count(*) filter (where status = 'active' and in_time) as active, count(*) filter (where status = 'suspended' and in_time) as suspended,
         count(*) filter (where status = 'archived' and in_time) as archived, count(*) filter (where status = 'deleted' and in_time) as deleted,
         count(*) filter (where created_at >= now() - '1 day'::interval and in_status) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval and in_status) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval and in_status) as month
  from looked_at
) c
cross join lateral (values
  ('', '', c."all"), ('status', 'active', c.active), ('status', 'suspended', c.suspended), ('status', 'archived', c.archived),
  ('status', 'deleted', c.deleted), ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
