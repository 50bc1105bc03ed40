-- How many tasks there are of each kind, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql. A filter's own choice does not narrow
-- its figures; but what a period leaves behind it is not looked at.
with looked_at as (
  select t.norm, t.completed_at, t.created_at,
         $3::jsonb->>'created' is null or (uuid_send(t.id) >= (select app.id_at(app.begins($3->>'created'))) and uuid_send(t.id) < (select app.id_at(app.ends($3->>'created')))) as in_time
  from app.tasks t
  where ($1::uuid is null or t.tenant_id = $1)
    and ($2::text is null or $2 like '*%' or left(t.norm, 64) ^@ left(app.searchable($2), 64))
    and ($3->>'project' is null or (t.tenant_id = split_part($3->>'project', '.', 1)::uuid and t.project_id = split_part($3->>'project', '.', 2)::uuid))
    and ($3->>'created' is null or uuid_send(t.id) < app.id_at(app.ends($3->>'created')))
  order by uuid_send(t.id) desc
  limit 10000
), asked_for as (
  select completed_at is not null as done, created_at >= now() - '1 day'::interval as day, created_at >= now() - '7 days'::interval as week,
         created_at >= now() - '30 days'::interval as month,
         $3->>'state' is null or ($3->>'state' = 'done') = (completed_at is not null) as in_state, in_time
  from looked_at
  where ($2::text is null or $2 not like '*%' or strpos(norm, app.searchable(substr($2, 2))) > 0)
    and ($3->>'completed' is null or case $3->>'completed' when 'never' then completed_at is null when 'ever' then completed_at is not null else completed_at >= app.begins($3->>'completed') end)
)
select f.filter, f.value, f.hits, (select count(*) from looked_at) = 10000 as more
from (
  select count(*) filter (where in_state and in_time) as "all", count(*) filter (where not done and in_time) as open,
         count(*) filter (where done and in_time) as done, count(*) filter (where day and in_state) as day,
         count(*) filter (where week and in_state) as week, count(*) filter (where month and in_state) as month
  from asked_for
) c
cross join lateral (values
  ('', '', c."all"), ('state', 'open', c.open), ('state', 'done', c.done),
  ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
