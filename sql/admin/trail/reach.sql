-- Where the 20,000 entries end that a page of the list looks at; no row where there are fewer. Run by rowhouse_admin.
-- The parameters, and the order, are those of list.sql.
with days as materialized (
  select b.below_era as first_era, b.below_xid as first_xid, e.above_era as last_era, e.above_xid as last_xid
  from auth.trail_around(app.begins($3::jsonb->>'created') - interval '1 day') b, auth.trail_around(app.ends($3->>'created') + interval '1 day') e
)
select ''::text as key, t.era || '.' || t.xid::text || '.' || t.trail_id as id
from (select *, case when $3->>'object' like '%-%' then case when $3->>'act' is null then t.era + 0 else t.era - 0 end else t.era end as in_era from auth.trail t) t
where $1::uuid is null and ($2::text is null or true) and $5::text is null and $7::bigint > 0
  and ($3->>'act' is null or t.act = $3->>'act')
  and ($3->>'object' is null or $3->>'object' not like '%-%' or t.object_id = ($3->>'object')::uuid)
    and ($3->>'object' is null or $3->>'object' like '%-%' or $3->>'act' is not null or t.object = $3->>'object')
  and ($3->>'created' is null or $3->>'created' not like '%..%' or ($4 = 'created' and $6::text is not null) or (t.in_era, t.xid) >= ((select first_era from days), (select first_xid from days)))
  and ($3->>'created' is null or $3->>'created' not like '%..%' or ($4 = '-created' and $6::text is not null) or (t.in_era, t.xid) <= ((select last_era from days), (select last_xid from days)))
  and ($6::text is null
    or ($4 = '-created' and (t.in_era, t.xid, t.trail_id) < (split_part($6, '.', 1)::integer, split_part($6, '.', 2)::xid8, split_part($6, '.', 3)::uuid))
    or ($4 = 'created' and (t.in_era, t.xid, t.trail_id) > (split_part($6, '.', 1)::integer, split_part($6, '.', 2)::xid8, split_part($6, '.', 3)::uuid)))
order by case when $4 = 'created' then t.in_era end, case when $4 = '-created' then t.in_era end desc,
         case when $4 = 'created' then t.xid end, case when $4 = '-created' then t.xid end desc,
         case when $4 = 'created' then t.trail_id end, case when $4 = '-created' then t.trail_id end desc
offset 19999 limit 1
