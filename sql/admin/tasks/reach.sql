-- Where the 20,000 tasks end that a page of the list looks at; no row where there are fewer. Run by rowhouse_admin.
-- The parameters are those of list.sql.
select left(t.norm, 64) as key, t.tenant_id || '.' || t.id as id
from app.tasks t
where ($1::uuid is null or t.tenant_id = $1)
  and ($2::text is null or $2 like '*%' or left(t.norm, 64) ^@ left(app.searchable($2), 64))
  and ($3::jsonb->>'created' is null or (uuid_send(t.id) >= app.id_at(app.begins($3->>'created')) and uuid_send(t.id) < app.id_at(app.ends($3->>'created'))))
  and ($3->>'project' is null or (t.tenant_id = split_part($3->>'project', '.', 1)::uuid and t.project_id = split_part($3->>'project', '.', 2)::uuid))
  and ($6::text is null
    or ($4 = 'title' and (left(t.norm, 64), uuid_send(t.id)) > ($5, uuid_send(split_part($6, '.', 2)::uuid)))
    or ($4 = '-title' and (left(t.norm, 64), uuid_send(t.id)) < ($5, uuid_send(split_part($6, '.', 2)::uuid)))
    or ($4 = 'created' and uuid_send(t.id) > uuid_send(split_part($6, '.', 2)::uuid))
    or ($4 = '-created' and uuid_send(t.id) < uuid_send(split_part($6, '.', 2)::uuid)))
  and $7::bigint > 0
order by case when $4 = 'title' then left(t.norm, 64) end, case when $4 = '-title' then left(t.norm, 64) end desc,
         case when $4 in ('title', 'created') then uuid_send(t.id) end,
         case when $4 in ('-title', '-created') then uuid_send(t.id) end desc
offset case when $2 like '*%' then 9999 else 19999 end limit 1
