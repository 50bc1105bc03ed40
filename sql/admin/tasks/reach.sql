-- Where the 20,000 tasks end that a page of the list looks at; no row where there are fewer. Run by rowhouse_admin.
-- The parameters are those of list.sql.
select left(t.norm, 64) as key, t.tenant_id || '.' || t.id as id
from app.tasks t
where ($1::uuid is null or t.tenant_id = $1)
  and ($2::text is null or left(t.norm, 64) ^@ left(app.searchable($2), 64))
  and ($4::text is null or (uuid_send(t.id) >= app.id_at(app.begins($4)) and uuid_send(t.id) < app.id_at(app.ends($4))))
  and ($5::text is null or (t.tenant_id = split_part($5, '.', 1)::uuid and t.project_id = split_part($5, '.', 2)::uuid))
  and ($8::text is null
    or ($6 = 'title' and (left(t.norm, 64), uuid_send(t.id)) > ($7, uuid_send(split_part($8, '.', 2)::uuid)))
    or ($6 = '-title' and (left(t.norm, 64), uuid_send(t.id)) < ($7, uuid_send(split_part($8, '.', 2)::uuid)))
    or ($6 = 'created' and uuid_send(t.id) > uuid_send(split_part($8, '.', 2)::uuid))
    or ($6 = '-created' and uuid_send(t.id) < uuid_send(split_part($8, '.', 2)::uuid)))
  and ($3::text is null or true) and $9::bigint > 0
order by case when $6 = 'title' then left(t.norm, 64) end, case when $6 = '-title' then left(t.norm, 64) end desc,
         case when $6 in ('title', 'created') then uuid_send(t.id) end,
         case when $6 in ('-title', '-created') then uuid_send(t.id) end desc
offset 19999 limit 1
