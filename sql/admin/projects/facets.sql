-- How many projects were created when, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql. What a period leaves behind it is not looked at. Where tasks are
-- counted for each, they are of the newest 2,000.
with looked_at as (
  select p.tenant_id, p.id, p.norm, p.created_at,
         $3::jsonb->>'created' is null or (uuid_send(p.id) >= (select app.id_at(app.begins($3->>'created'))) and uuid_send(p.id) < (select app.id_at(app.ends($3->>'created')))) as in_time
  from app.projects p
  where ($1::uuid is null or p.tenant_id = $1)
    and ($2::text is null or $2 like '*%' or left(p.norm, 64) ^@ left(app.searchable($2), 64))
    and ($3->>'created' is null or uuid_send(p.id) < app.id_at(app.ends($3->>'created')))
  order by uuid_send(p.id) desc
  limit case when $3->>'tasks' is not null then 2000 else 10000 end
), asked_for as (
  select *
  from looked_at
  where ($2::text is null or $2 not like '*%' or strpos(norm, app.searchable(substr($2, 2))) > 0)
    and ($3->>'tasks' is null or app.in_range((select count(*) from (select from app.tasks k where k.tenant_id = looked_at.tenant_id and k.project_id = looked_at.id limit app.counted_for($3->>'tasks')) k), $3->>'tasks'))
)
select f.filter, f.value, f.hits, (select count(*) from looked_at) = case when $3->>'tasks' is not null then 2000 else 10000 end as more
from (
  select count(*) filter (where in_time) as "all",
         count(*) filter (where created_at >= now() - '1 day'::interval) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval) as month
  from asked_for
) c
cross join lateral (values
  ('', '', c."all"), ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
