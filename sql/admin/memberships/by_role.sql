-- A page of memberships by role, and in each by another order. Run by rowhouse_admin, which plans anew each time: what is not asked
-- for folds away. The parameters are those of list.sql. $4: both orders, with a comma between; $5: how the role of the row begins
-- after which the page begins, a comma, and its name or its moment.
-- There are few roles: each is walked by itself, in the order of an index, either way and no further than a page.
-- What would have to be picked out of many, row by row, is never asked for in two orders.
select m.tenant_id || '.' || m.user_id as id,
       m.of_role || ',' || case when $4 like '%person' then m.by_name else ((extract(epoch from m.created_at) * 1000000)::bigint)::text end as key,
       array[m.user_id::text, m.display_name] as person,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = m.tenant_id) as tenant, m.role, m.created_at
from (
  select m.*, r.of_role,
         row_number() over (order by case when $4 not like '-%' then r.of_role end, case when $4 like '-%' then r.of_role end desc,
                                     case when $4 like '%,person' then m.by_name end, case when $4 like '%,-person' then m.by_name end desc,
                                     case when $4 like '%,created' then m.by_time end, case when $4 like '%,-created' then m.by_time end desc,
                                     case when $4 not like '%,-%' then m.by_tenant end, case when $4 like '%,-%' then m.by_tenant end desc,
                                     case when $4 not like '%,-%' then m.by_user end, case when $4 like '%,-%' then m.by_user end desc) as place
  from (
    -- Where each begins: after that row, or at its edge. No name is as long, no moment is as late, and no id is as great.
    select k.of_role collate "C" as of_role,
           case when k.of_role = split_part($5, ',', 1) then substr($5, strpos($5, ',') + 1) when $4 like '%,-%' then repeat(chr(1114111), 65) else '' end collate "C" as name_edge,
           case when k.of_role = split_part($5, ',', 1) and $4 like '%created' then timestamptz_send('epoch'::timestamptz + nullif(split_part($5, ',', 2), '')::bigint * interval '1 microsecond')
                when $4 like '%,-%' then decode(repeat('ff', 9), 'hex') else ''::bytea end as time_edge,
           case when k.of_role = split_part($5, ',', 1) then uuid_send(split_part($6, '.', 1)::uuid) when $4 like '%,-%' then decode(repeat('ff', 17), 'hex') else ''::bytea end as tenant_edge,
           case when k.of_role = split_part($5, ',', 1) then uuid_send(split_part($6, '.', 2)::uuid) when $4 like '%,-%' then decode(repeat('ff', 17), 'hex') else ''::bytea end as user_edge
    from (values ('a'), ('m'), ('o'), ('v')) k (of_role)
    where ($3::jsonb->>'role' is null or k.of_role = any (array(select left(role, 1) from unnest(string_to_array($3->>'role', ',')) o (role))))
      and ($6::text is null
        or ($4 not like '-%' and k.of_role collate "C" >= split_part($5, ',', 1))
        or ($4 like '-%' and k.of_role collate "C" <= split_part($5, ',', 1)))
  ) r
  cross join lateral (
    select m.tenant_id, m.user_id, m.display_name, m.role, m.created_at, left(app.searchable(m.display_name), 64) collate "C" as by_name,
           timestamptz_send(m.created_at) as by_time, uuid_send(m.tenant_id) as by_tenant, uuid_send(m.user_id) as by_user
    from app.members m
    where left(m.role, 1) collate "C" = r.of_role
      and ($1::uuid is null or m.tenant_id = $1)
      and ($2::text is null or (left(app.searchable(m.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
      and ($3->>'created' is null
        or (timestamptz_send(m.created_at) >= timestamptz_send(app.begins($3->>'created')) and timestamptz_send(m.created_at) < timestamptz_send(app.ends($3->>'created'))))
      and ($3->>'person' is null or (m.user_id = ($3->>'person')::uuid and m.tenant_id in (select b.tenant_id from auth.memberships b where b.user_id = ($3->>'person')::uuid)))
      and ($4 not like '%,person' or (left(app.searchable(m.display_name), 64) collate "C", uuid_send(m.tenant_id), uuid_send(m.user_id)) > (r.name_edge, r.tenant_edge, r.user_edge))
      and ($4 not like '%,-person' or (left(app.searchable(m.display_name), 64) collate "C", uuid_send(m.tenant_id), uuid_send(m.user_id)) < (r.name_edge, r.tenant_edge, r.user_edge))
      and ($4 not like '%,created' or (timestamptz_send(m.created_at), uuid_send(m.tenant_id), uuid_send(m.user_id)) > (r.time_edge, r.tenant_edge, r.user_edge))
      and ($4 not like '%,-created' or (timestamptz_send(m.created_at), uuid_send(m.tenant_id), uuid_send(m.user_id)) < (r.time_edge, r.tenant_edge, r.user_edge))
    -- The first as well, though it is one: with row security the planner does not conclude it, and the index begins with it.
    order by case when $4 not like '%,-%' then left(m.role, 1) collate "C" end, case when $4 like '%,-%' then left(m.role, 1) collate "C" end desc,
             case when $4 like '%,person' then left(app.searchable(m.display_name), 64) collate "C" end,
             case when $4 like '%,-person' then left(app.searchable(m.display_name), 64) collate "C" end desc,
             case when $4 like '%,created' then timestamptz_send(m.created_at) end, case when $4 like '%,-created' then timestamptz_send(m.created_at) end desc,
             case when $4 not like '%,-%' then uuid_send(m.tenant_id) end, case when $4 like '%,-%' then uuid_send(m.tenant_id) end desc,
             case when $4 not like '%,-%' then uuid_send(m.user_id) end, case when $4 like '%,-%' then uuid_send(m.user_id) end desc
    limit $7
  ) m
  order by place
  limit $7
) m
order by m.place
