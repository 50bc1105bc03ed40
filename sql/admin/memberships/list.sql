-- A page of memberships: who belongs to which tenant. Run by rowhouse_admin, which plans anew each time: what is not asked for
-- folds away. $1: a tenant; $2: how a person's name begins, or after a * what is anywhere in it; $3: what is chosen of the filters,
-- each under its name (several roles with commas between); $4: the order; $5, $6: key and id after which the page begins; $7: how
-- many. An id is tenant.person. What no index leads to is picked out of the 10,000 (searched) or 20,000 that come first.
select m.tenant_id || '.' || m.user_id as id,
       case when $4 in ('person', '-person') then left(app.searchable(m.display_name), 64) when $4 in ('role', '-role') then left(m.role, 1)
            else ((extract(epoch from m.created_at) * 1000000)::bigint)::text end as key,
       array[m.user_id::text, m.display_name] as person,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = m.tenant_id) as tenant, m.role, m.created_at,
       m.matches, m.last
from (
  select *
  from (
    -- Whether each is as asked. The last one comes in any case: the next page begins behind it.
    select *, row_number() over () as place,
           row_number() over () = case when $2 like '*%' then 10000 when $3->>'role' like '%,%' then 20000 else $7::bigint end as last,
           (($2::text is null or $2 not like '*%' or strpos(app.searchable(display_name), app.searchable(substr($2, 2))) > 0)
            and ($3->>'role' is null or role = any (string_to_array($3->>'role', ',')))) is true as matches
    from (
      select tenant_id, user_id, display_name, role, created_at
      from app.members m
      where ($1::uuid is null or m.tenant_id = $1)
        and ($2::text is null or $2 like '*%' or (left(app.searchable(m.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
        and ($3::jsonb->>'role' is null or $3->>'role' like '%,%' or (left(m.role, 1) collate "C") = left($3->>'role', 1))
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
      limit case when $2 like '*%' then 10000 when $3->>'role' like '%,%' then 20000 else $7::bigint end
    ) looked_at
  ) looked_at
  where matches or last
  limit $7
) m
order by m.place
