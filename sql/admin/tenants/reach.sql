-- Where those end that a page of the list looks at one by one; no row where there are fewer, or where an index leads. Run by rowhouse_admin.
-- The parameters are those of list.sql.
select case when $4 in ('status', '-status') then t.status else left(app.searchable(t.name), 64) end as key, t.tenant_id::text as id
from (
  select t.tenant_id, t.name, t.status
  from app.tenants t
  where ($2::text like '*%' or $3::jsonb->>'status' like '%,%' or coalesce($3->>'removal', $3->>'members', $3->>'projects') is not null)
    and $7::bigint > 0
    and ($1::uuid is null or t.tenant_id = $1)
    and ($2 is null or $2 like '*%' or (left(app.searchable(t.name), 64) collate "C") ^@ left(app.searchable($2), 64) or t.slug ^@ lower($2))
    and ($3->>'status' is null or $3->>'status' like '%,%' or t.status = $3->>'status')
    and ($3->>'created' is null or (uuid_send(t.tenant_id) >= app.id_at(app.begins($3->>'created')) and uuid_send(t.tenant_id) < app.id_at(app.ends($3->>'created'))))
    and ($6::text is null
      or ($4 = 'name' and (left(app.searchable(t.name), 64) collate "C", uuid_send(t.tenant_id)) > ($5, uuid_send($6::uuid)))
      or ($4 = '-name' and (left(app.searchable(t.name), 64) collate "C", uuid_send(t.tenant_id)) < ($5, uuid_send($6::uuid)))
      or ($4 = 'status' and (left(t.status, 8) collate "C", uuid_send(t.tenant_id)) > (left($5, 8), uuid_send($6::uuid)))
      or ($4 = '-status' and (left(t.status, 8) collate "C", uuid_send(t.tenant_id)) < (left($5, 8), uuid_send($6::uuid)))
      or ($4 = 'created' and uuid_send(t.tenant_id) > uuid_send($6::uuid))
      or ($4 = '-created' and uuid_send(t.tenant_id) < uuid_send($6::uuid)))
  order by case when $4 = 'name' then left(app.searchable(t.name), 64) collate "C" end, case when $4 = '-name' then left(app.searchable(t.name), 64) collate "C" end desc,
           case when $4 = 'status' then left(t.status, 8) collate "C" end, case when $4 = '-status' then left(t.status, 8) collate "C" end desc,
           case when $4 in ('name', 'status', 'created') then uuid_send(t.tenant_id) end,
           case when $4 in ('-name', '-status', '-created') then uuid_send(t.tenant_id) end desc
  offset case when coalesce($3->>'members', $3->>'projects') is not null then 1999 when $2 like '*%' then 9999 else 19999 end limit 1
) t
