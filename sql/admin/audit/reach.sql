-- Where the 20,000 entries end that a page of the list looks at; no row where there are fewer. Run by rowhouse_admin.
-- The parameters are those of list.sql.
with days as materialized (
  select b.below_era as first_era, b.below_xid as first_xid, e.above_era as last_era, e.above_xid as last_xid
  from app.audit_around(app.begins($3::jsonb->>'created') - interval '1 day') b, app.audit_around(app.ends($3->>'created') + interval '1 day') e
)
select ''::text as key, a.era || '.' || a.xid::text || '.' || a.id as id
from app.audit a
where ($1::uuid is null or a.tenant_id = $1)
  and ($2::text is null or true)
  and ($1::uuid is null or $3->>'object' is null or $3->>'object' not like '%-%' or a.object_id = ($3->>'object')::uuid)
  and $5::text is null and $7::bigint > 0
  and ($3->>'created' is null or $3->>'created' not like '%..%' or ($4 = 'created' and $6::text is not null) or (a.era, a.xid) >= ((select first_era from days), (select first_xid from days)))
  and ($3->>'created' is null or $3->>'created' not like '%..%' or ($4 = '-created' and $6::text is not null) or (a.era, a.xid) <= ((select last_era from days), (select last_xid from days)))
  and ($6::text is null
    or ($4 = '-created' and (a.era, a.xid, a.id) < (split_part($6, '.', 1)::integer, split_part($6, '.', 2)::xid8, split_part($6, '.', 3)::uuid))
    or ($4 = 'created' and (a.era, a.xid, a.id) > (split_part($6, '.', 1)::integer, split_part($6, '.', 2)::xid8, split_part($6, '.', 3)::uuid)))
order by case when $4 = 'created' then a.era end, case when $4 = '-created' then a.era end desc,
         case when $4 = 'created' then a.xid end, case when $4 = '-created' then a.xid end desc,
         case when $4 = 'created' then a.id end, case when $4 = '-created' then a.id end desc
offset 19999 limit 1
