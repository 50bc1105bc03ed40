-- A page of people by status, and in each by another order. Run by rowhouse_admin, which plans anew each time: what is not asked
-- for folds away. The parameters are those of list.sql. $4: both orders, with a comma between; $5: the status and the login of the
-- row after which the page begins, with a comma between.
-- There are few statuses: each is walked by itself, in the order of an index, either way and no further than a page.
-- What would have to be picked out of many, row by row, is never asked for in two orders.
select u.user_id::text as id, u.status || ',' || case when $4 like '%login' then u.login else '' end as key, u.login, u.display_name, u.status, case when u.superuser then 'superuser' when u.support then 'support' else 'person' end as kind,
       (select count(*) from (select from auth.memberships m where m.user_id = u.user_id limit 1001) m) as tenants,
       (select max(s.seen_at) from auth.sessions s where s.user_id = u.user_id) as seen_at,
       u.created_at, nullif(array_to_string(u.rights, ','), '') as rights,
       case when exists (select from auth.second_factors f where f.user_id = u.user_id) then 'set up' else 'not set up' end as second_factor
from (
  select u.*,
         row_number() over (order by case when $4 not like '-%' then s.of_status end, case when $4 like '-%' then s.of_status end desc,
                                     case when $4 like '%,login' then u.login end, case when $4 like '%,-login' then u.login end desc,
                                     case when $4 not like '%,-%' then u.by_id end, case when $4 like '%,-%' then u.by_id end desc) as place
  from (
    -- Where each begins: after that row, or at its edge. No login is as long, and no id.
    select k.of_status collate "C" as of_status,
           case when k.of_status = split_part($5, ',', 1) then substr($5, strpos($5, ',') + 1) when $4 like '%,-%' then repeat(chr(1114111), 256) else '' end collate "C" as login_edge,
           case when k.of_status = split_part($5, ',', 1) then uuid_send($6::text::uuid) when $4 like '%,-%' then decode(repeat('ff', 17), 'hex') else ''::bytea end as id_edge
    from (values ('active'), ('deactivated')) k (of_status)
    where ($3::jsonb->>'status' is null or k.of_status = any (string_to_array($3->>'status', ',')))
      and ($6::text is null
        or ($4 not like '-%' and k.of_status collate "C" >= split_part($5, ',', 1))
        or ($4 like '-%' and k.of_status collate "C" <= split_part($5, ',', 1)))
  ) s
  cross join lateral (
    select u.user_id, u.login, u.display_name, u.status, u.superuser, u.support, u.created_at, u.rights, uuid_send(u.user_id) as by_id
    from auth.users u
    where left(u.status, 8) collate "C" = left(s.of_status, 8)
      and ($1::uuid is null or u.user_id = any (array(select m.user_id from auth.memberships m where m.tenant_id = $1)))
      and ($2::text is null or u.login ^@ lower(normalize(btrim($2), nfkc)) or (left(app.searchable(u.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
      and ($3->>'created' is null or (uuid_send(u.user_id) >= app.id_at(app.begins($3->>'created')) and uuid_send(u.user_id) < app.id_at(app.ends($3->>'created'))))
      and ($3->>'kind' is null or ($3->>'kind' = 'superuser' and u.superuser) or ($3->>'kind' = 'support' and u.support) or ($3->>'kind' = 'person' and not (u.superuser or u.support)))
      and ($4 not like '%,login' or (u.login, uuid_send(u.user_id)) > (s.login_edge, s.id_edge))
      and ($4 not like '%,-login' or (u.login, uuid_send(u.user_id)) < (s.login_edge, s.id_edge))
      and ($4 not like '%,created' or uuid_send(u.user_id) > s.id_edge)
      and ($4 not like '%,-created' or uuid_send(u.user_id) < s.id_edge)
    -- The first as well, though it is one: with row security the planner does not conclude it, and the index begins with it.
    order by case when $4 not like '%,-%' then left(u.status, 8) collate "C" end, case when $4 like '%,-%' then left(u.status, 8) collate "C" end desc,
             case when $4 like '%,login' then u.login end, case when $4 like '%,-login' then u.login end desc,
             case when $4 not like '%,-%' then uuid_send(u.user_id) end, case when $4 like '%,-%' then uuid_send(u.user_id) end desc
    limit $7
  ) u
  order by place
  limit $7
) u
order by u.place
