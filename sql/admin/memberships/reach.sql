-- Where the 20,000 end that a page of the list looks at one by one; no row where there are fewer, or where an index leads. Run by rowhouse_admin.
-- The parameters are those of list.sql.
select case when $4 in ('person', '-person') then left(app.searchable(m.display_name), 64) when $4 in ('role', '-role') then left(m.role, 1)
            else ((extract(epoch from m.created_at) * 1000000)::bigint)::text end as key, m.tenant_id || '.' || m.user_id as id
from (
  select m.tenant_id, m.user_id, m.display_name, m.role, m.created_at
  from app.members m
  where ($2::text like '*%' or $3::jsonb->>'role' like '%,%')
    and $7::bigint > 0
    and ($1::uuid is null or m.tenant_id = $1)
    and ($2 is null or $2 like '*%' or (left(app.searchable(m.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
    and ($3->>'role' is null or $3->>'role' like '%,%' or (left(m.role, 1) collate "C") = left($3->>'role', 1))
    and ($3->>'created' is null
      or (timestamptz_send(m.created_at) >= timestamptz_send(app.begins($3->>'created')) and timestamptz_send(m.created_at) < timestamptz_send(app.ends($3->>'created'))))
    and ($3->>'person' is null or (m.user_id = ($3->>'person')::uuid and m.tenant_id in (select b.tenant_id from auth.memberships b where b.user_id = ($3->>'person')::uuid)))
    and ($6::text is null
      or ($4 = 'person' and (left(app.searchable(m.display_name), 64) collate "C", uuid_send(m.tenant_id), uuid_send(m.user_id))
                            > ($5, uuid_send(split_part($6, '.', 1)::uuid), uuid_send(split_part($6, '.', 2)::uuid)))
      or ($4 = '-person' and (left(app.searchable(m.display_name), 64) collate "C", uuid_send(m.tenant_id), uuid_send(m.user_id))
                            < ($5, uuid_send(split_part($6, '.', 1)::uuid), uuid_send(split_part($6, '.', 2)::uuid)))
      or ($4 = 'role' and (left(m.role, 1) collate "C", uuid_send(m.tenant_id), uuid_send(m.user_id))
                            > ($5, uuid_send(split_part($6, '.', 1)::uuid), uuid_send(split_part($6, '.', 2)::uuid)))
      or ($4 = '-role' and (left(m.role, 1) collate "C", uuid_send(m.tenant_id), uuid_send(m.user_id))
                            < ($5, uuid_send(split_part($6, '.', 1)::uuid), uuid_send(split_part($6, '.', 2)::uuid)))
      or ($4 = 'created' and (timestamptz_send(m.created_at), uuid_send(m.tenant_id), uuid_send(m.user_id))
                            > (timestamptz_send('epoch'::timestamptz + $5::text::bigint * interval '1 microsecond'), uuid_send(split_part($6, '.', 1)::uuid), uuid_send(split_part($6, '.', 2)::uuid)))
      or ($4 = '-created' and (timestamptz_send(m.created_at), uuid_send(m.tenant_id), uuid_send(m.user_id))
                            < (timestamptz_send('epoch'::timestamptz + $5::text::bigint * interval '1 microsecond'), uuid_send(split_part($6, '.', 1)::uuid), uuid_send(split_part($6, '.', 2)::uuid))))
  order by case when $4 = 'person' then left(app.searchable(m.display_name), 64) collate "C" end, case when $4 = '-person' then left(app.searchable(m.display_name), 64) collate "C" end desc,
           case when $4 = 'role' then left(m.role, 1) collate "C" end, case when $4 = '-role' then left(m.role, 1) collate "C" end desc,
           case when $4 = 'created' then timestamptz_send(m.created_at) end, case when $4 = '-created' then timestamptz_send(m.created_at) end desc,
           case when $4 in ('person', 'role', 'created') then uuid_send(m.tenant_id) end,
           case when $4 in ('-person', '-role', '-created') then uuid_send(m.tenant_id) end desc,
           case when $4 in ('person', 'role', 'created') then uuid_send(m.user_id) end,
           case when $4 in ('-person', '-role', '-created') then uuid_send(m.user_id) end desc
  offset case when $2 like '*%' then 9999 else 19999 end limit 1
) m
