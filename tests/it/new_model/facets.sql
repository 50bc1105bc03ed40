-- How many notes there are, among the newest 10,000 of those asked for. Run by rowhouse_admin. $1 to $3 are those of list.sql.
-- What a period begins with does not narrow its own figures; what it leaves behind it is not looked at.
with looked_at as (
  select n.created_at,
         $3::jsonb->>'created' is null or (uuid_send(n.id) >= (select app.id_at(app.begins($3->>'created'))) and uuid_send(n.id) < (select app.id_at(app.ends($3->>'created')))) as in_time
  from app.notes n
  where ($1::uuid is null or n.tenant_id = $1) and $2::text is null
    and ($3->>'created' is null or uuid_send(n.id) < app.id_at(app.ends($3->>'created')))
  order by uuid_send(n.id) desc
  limit 10000
)
select f.filter, f.value, f.hits, (select count(*) from looked_at) = 10000 as more
from (
  select count(*) filter (where in_time) as "all", count(*) filter (where created_at >= now() - '1 day'::interval) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval) as month
  from looked_at
) c
cross join lateral (values
  ('', '', c."all"), ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
