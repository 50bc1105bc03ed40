-- A page of memberships: who belongs to which tenant. Run by rowhouse_admin, which plans anew each time: what is not asked for
-- folds away. $1: a tenant; $2: how a person's name begins; $3: a role; $4: a period; $5: a person; $6: the order; $7, $8: key and id after which
-- the page begins; $9: how many. An id is tenant.person.
select m.tenant_id || '.' || m.user_id as id,
       case when $6 in ('person', '-person') then left(app.searchable(m.display_name), 64) when $6 in ('role', '-role') then left(m.role, 1)
            else ((extract(epoch from m.created_at) * 1000000)::bigint)::text end as key,
       array[m.user_id::text, m.display_name] as person,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = m.tenant_id) as tenant, m.role, m.created_at
from (
  select *, row_number() over () as place
  from (
    select tenant_id, user_id, display_name, role, created_at
    from app.members m
    where ($1::uuid is null or m.tenant_id = $1)
      and ($2::text is null or (left(app.searchable(m.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
      and ($3::text is null or (left(m.role, 1) collate "C") = left($3, 1))
      and ($4::text is null
        or (timestamptz_send(m.created_at) >= timestamptz_send(app.begins($4)) and timestamptz_send(m.created_at) < timestamptz_send(app.ends($4))))
      and ($5::text is null or (m.user_id = $5::uuid and m.tenant_id in (select b.tenant_id from auth.memberships b where b.user_id = $5::uuid)))
      and ($8::text is null
        or ($6 = 'person' and (left(app.searchable(m.display_name), 64) collate "C", uuid_send(m.tenant_id), uuid_send(m.user_id))
                              > ($7, uuid_send(split_part($8, '.', 1)::uuid), uuid_send(split_part($8, '.', 2)::uuid)))
        or ($6 = '-person' and (left(app.searchable(m.display_name), 64) collate "C", uuid_send(m.tenant_id), uuid_send(m.user_id))
                              < ($7, uuid_send(split_part($8, '.', 1)::uuid), uuid_send(split_part($8, '.', 2)::uuid)))
        or ($6 = 'role' and (left(m.role, 1) collate "C", uuid_send(m.tenant_id), uuid_send(m.user_id))
                              > ($7, uuid_send(split_part($8, '.', 1)::uuid), uuid_send(split_part($8, '.', 2)::uuid)))
        or ($6 = '-role' and (left(m.role, 1) collate "C", uuid_send(m.tenant_id), uuid_send(m.user_id))
                              < ($7, uuid_send(split_part($8, '.', 1)::uuid), uuid_send(split_part($8, '.', 2)::uuid)))
        or ($6 = 'created' and (timestamptz_send(m.created_at), uuid_send(m.tenant_id), uuid_send(m.user_id))
                              > (timestamptz_send('epoch'::timestamptz + $7::text::bigint * interval '1 microsecond'), uuid_send(split_part($8, '.', 1)::uuid), uuid_send(split_part($8, '.', 2)::uuid)))
        or ($6 = '-created' and (timestamptz_send(m.created_at), uuid_send(m.tenant_id), uuid_send(m.user_id))
                              < (timestamptz_send('epoch'::timestamptz + $7::text::bigint * interval '1 microsecond'), uuid_send(split_part($8, '.', 1)::uuid), uuid_send(split_part($8, '.', 2)::uuid))))
    order by case when $6 = 'person' then left(app.searchable(m.display_name), 64) collate "C" end, case when $6 = '-person' then left(app.searchable(m.display_name), 64) collate "C" end desc,
             case when $6 = 'role' then left(m.role, 1) collate "C" end, case when $6 = '-role' then left(m.role, 1) collate "C" end desc,
             case when $6 = 'created' then timestamptz_send(m.created_at) end, case when $6 = '-created' then timestamptz_send(m.created_at) end desc,
             case when $6 in ('person', 'role', 'created') then uuid_send(m.tenant_id) end,
             case when $6 in ('-person', '-role', '-created') then uuid_send(m.tenant_id) end desc,
             case when $6 in ('person', 'role', 'created') then uuid_send(m.user_id) end,
             case when $6 in ('-person', '-role', '-created') then uuid_send(m.user_id) end desc
    limit $9
  ) asked_for
) m
order by m.place
