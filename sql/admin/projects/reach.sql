-- Where those end that a page of the list looks at one by one; no row where there are fewer, or where an index leads. Run by rowhouse_admin.
-- The parameters are those of list.sql.
select left(p.norm, 64) as key, p.tenant_id || '.' || p.id as id
from (
  select p.tenant_id, p.id, p.norm
  from app.projects p
  where ($2::text like '*%' or $3::jsonb->>'tasks' is not null)
    and $7::bigint > 0
    and ($1::uuid is null or p.tenant_id = $1)
    and ($2 is null or $2 like '*%' or left(p.norm, 64) ^@ left(app.searchable($2), 64))
    and ($3->>'created' is null or (uuid_send(p.id) >= app.id_at(app.begins($3->>'created')) and uuid_send(p.id) < app.id_at(app.ends($3->>'created'))))
    and ($6::text is null
      or ($4 = 'name' and (left(p.norm, 64), uuid_send(p.id)) > ($5, uuid_send(split_part($6, '.', 2)::uuid)))
      or ($4 = '-name' and (left(p.norm, 64), uuid_send(p.id)) < ($5, uuid_send(split_part($6, '.', 2)::uuid)))
      or ($4 = 'created' and uuid_send(p.id) > uuid_send(split_part($6, '.', 2)::uuid))
      or ($4 = '-created' and uuid_send(p.id) < uuid_send(split_part($6, '.', 2)::uuid)))
  order by case when $4 = 'name' then left(p.norm, 64) end, case when $4 = '-name' then left(p.norm, 64) end desc,
           case when $4 in ('name', 'created') then uuid_send(p.id) end,
           case when $4 in ('-name', '-created') then uuid_send(p.id) end desc
  offset case when $3->>'tasks' is not null then 1999 else 9999 end limit 1
) p
