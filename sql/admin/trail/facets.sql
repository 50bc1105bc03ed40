-- How many entries there are of each act, among the newest 10,000 of those asked for, and which acts there are. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql. A filter's own choice does not narrow its figures;
-- but what a period leaves behind it is not looked at.
with recursive days as materialized (
  select b.below_era as first_era, b.below_xid as first_xid, e.above_era as last_era, e.above_xid as last_xid
  from auth.trail_around(app.begins($3::jsonb->>'created') - interval '1 day') b, auth.trail_around(app.ends($3->>'created') + interval '1 day') e
), looked_at as (
  select t.act, $3->>'act' is null or t.act = $3->>'act' as in_act, $3->>'created' is null or (t.at >= (select app.begins($3->>'created')) and t.at < (select app.ends($3->>'created'))) as in_time, t.at,
         $2::text is null or t.actor = (select u.user_id from auth.users u where u.login = lower(normalize(btrim($2), nfkc))) as asked_for,
         t.object, $3->>'object' is null or $3->>'object' like '%-%' or t.object = $3->>'object' as in_kind
  from auth.trail t
  where $1::uuid is null and ($3->>'object' is null or $3->>'object' not like '%-%' or t.object_id = ($3->>'object')::uuid)
    and ($3->>'created' is null or $3->>'created' not like '%..%' or (t.era, t.xid) <= ((select last_era from days), (select last_xid from days)))
  order by case when $3->>'object' like '%-%' then t.era + 0 else t.era end desc, t.xid desc, t.trail_id desc
  limit 10000
), known (act) as (
  -- From one act to the next in their index: what is rare is not hidden by those who sign in.
  (select t.act from auth.trail t order by t.act limit 1)
  union all
  select (select t.act from auth.trail t where t.act > k.act order by t.act limit 1) from known k where k.act is not null
)
select f.filter, f.value, f.hits, (select count(*) from looked_at) = 10000 as more
from (
  select '' as filter, '' as value, count(*) filter (where in_act and in_time and asked_for and in_kind) as hits from looked_at
  union all
  select 'act', k.act, count(l.act) from known k left join looked_at l on l.act = k.act and l.in_time and l.asked_for and l.in_kind
  where k.act is not null group by k.act
  union all
  select 'created', v.value, count(*) filter (where l.at >= now() - v.value::interval)
  from (values ('1 day'), ('7 days'), ('30 days')) v (value) cross join looked_at l
  where l.in_act and l.asked_for and l.in_kind group by v.value
  union all
  select 'object', v.value, coalesce(k.hits, 0)
  from (values ('user'), ('tenant'), ('project'), ('task'), ('membership'), ('session'), ('entry'), ('list')) v (value)
  left join (select l.object, count(*) as hits from looked_at l where l.in_act and l.in_time and l.asked_for group by l.object) k on k.object = v.value
) f
