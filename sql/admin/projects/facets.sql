-- How many projects were created when, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql. What a period leaves behind it is not looked at.
with looked_at as (
  select p.created_at,
         $4::text is null or (uuid_send(p.id) >= (select app.id_at(app.begins($4))) and uuid_send(p.id) < (select app.id_at(app.ends($4)))) as in_time
  from app.projects p
  where ($1::uuid is null or p.tenant_id = $1)
    and ($2::text is null or left(p.norm, 64) ^@ left(app.searchable($2), 64))
    and $3::text is null and $5::text is null
    and ($4::text is null or uuid_send(p.id) < app.id_at(app.ends($4)))
  order by uuid_send(p.id) desc
  limit 10000
)
select f.filter, f.value, f.hits, c.looked_at = 10000 as more
from (
  select count(*) as looked_at, count(*) filter (where in_time) as "all",
         count(*) filter (where created_at >= now() - '1 day'::interval) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval) as month
  from looked_at
) c
cross join lateral (values
  ('', '', c."all"), ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
