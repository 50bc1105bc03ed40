-- Where the 20,000 entries end that a page of the list looks at; no row where there are fewer. Run by rowhouse_admin.
-- The parameters, and the order, are those of list.sql.
with days as materialized (
  select b.below_era as first_era, b.below_xid as first_xid, e.above_era as last_era, e.above_xid as last_xid
  from auth.trail_around(app.begins($4) - interval '1 day') b, auth.trail_around(app.ends($4) + interval '1 day') e
)
select ''::text as key, t.era || '.' || t.xid::text || '.' || t.trail_id as id
from (select *, case when $5::text like '%-%' then case when $3::text is null then t.era + 0 else t.era - 0 end else t.era end as in_era from auth.trail t) t
where $1::uuid is null and ($2::text is null or true) and $7::text is null and $9::bigint > 0
  and ($3::text is null or t.act = $3)
  and ($5::text is null or $5 not like '%-%' or t.object_id = $5::uuid)
    and ($5::text is null or $5 like '%-%' or $3 is not null or t.object = $5)
  and ($4::text is null or $4 not like '%..%' or ($6 = 'created' and $8::text is not null) or (t.in_era, t.xid) >= ((select first_era from days), (select first_xid from days)))
  and ($4::text is null or $4 not like '%..%' or ($6 = '-created' and $8::text is not null) or (t.in_era, t.xid) <= ((select last_era from days), (select last_xid from days)))
  and ($8::text is null
    or ($6 = '-created' and (t.in_era, t.xid, t.trail_id) < (split_part($8, '.', 1)::integer, split_part($8, '.', 2)::xid8, split_part($8, '.', 3)::uuid))
    or ($6 = 'created' and (t.in_era, t.xid, t.trail_id) > (split_part($8, '.', 1)::integer, split_part($8, '.', 2)::xid8, split_part($8, '.', 3)::uuid)))
order by case when $6 = 'created' then t.in_era end, case when $6 = '-created' then t.in_era end desc,
         case when $6 = 'created' then t.xid end, case when $6 = '-created' then t.xid end desc,
         case when $6 = 'created' then t.trail_id end, case when $6 = '-created' then t.trail_id end desc
offset 19999 limit 1
