-- Where those end that a page of the list looks at one by one; no row where there are fewer, or where an index leads. Run by rowhouse_admin.
-- The parameters are those of list.sql.
select case when $4 in ('status', '-status') then u.status else u.login end as key, u.user_id::text as id
from (
  select u.user_id, u.login, u.status
  from auth.users u
  where ($2::text like '*%' or $3::jsonb->>'kind' like '%,%' or coalesce($3->>'tenants', $3->>'seen') is not null)
    and $7::bigint > 0
    and ($1::uuid is null or u.user_id = any (array(select m.user_id from auth.memberships m where m.tenant_id = $1)))
    and ($2 is null or $2 like '*%' or u.login ^@ lower(normalize(btrim($2), nfkc)) or (left(app.searchable(u.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
    and ($3->>'status' is null or u.status = $3->>'status')
    and ($3->>'created' is null or (uuid_send(u.user_id) >= app.id_at(app.begins($3->>'created')) and uuid_send(u.user_id) < app.id_at(app.ends($3->>'created'))))
    and ($3->>'kind' is null or $3->>'kind' like '%,%' or ($3->>'kind' = 'superuser' and u.superuser) or ($3->>'kind' = 'support' and u.support) or ($3->>'kind' = 'person' and not (u.superuser or u.support)))
    and ($3->>'second_factor' is null or ($3->>'second_factor' = 'on' and u.user_id = any (array(select f.user_id from auth.second_factors f)))
      or ($3->>'second_factor' = 'off' and u.user_id <> all (array(select f.user_id from auth.second_factors f))))
    and ($6::text is null
      or ($4 = 'login' and (u.login, uuid_send(u.user_id)) > ($5, uuid_send($6::uuid)))
      or ($4 = '-login' and (u.login, uuid_send(u.user_id)) < ($5, uuid_send($6::uuid)))
      or ($4 = 'status' and (left(u.status, 8) collate "C", uuid_send(u.user_id)) > (left($5, 8), uuid_send($6::uuid)))
      or ($4 = '-status' and (left(u.status, 8) collate "C", uuid_send(u.user_id)) < (left($5, 8), uuid_send($6::uuid)))
      or ($4 = 'created' and uuid_send(u.user_id) > uuid_send($6::uuid))
      or ($4 = '-created' and uuid_send(u.user_id) < uuid_send($6::uuid)))
  order by case when $4 = 'login' then u.login end, case when $4 = '-login' then u.login end desc,
           case when $4 = 'status' then left(u.status, 8) collate "C" end, case when $4 = '-status' then left(u.status, 8) collate "C" end desc,
           case when $4 in ('login', 'status', 'created') then uuid_send(u.user_id) end,
           case when $4 in ('-login', '-status', '-created') then uuid_send(u.user_id) end desc
  offset case when coalesce($3->>'tenants', $3->>'seen') is not null then 1999 when $2 like '*%' then 9999 else 19999 end limit 1
) u
