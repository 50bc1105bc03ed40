-- A page of people. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: a tenant that they belong to; $2: how a login or a name begins; $3: a status; $4: a period; $5: superuser, support or person;
-- $6: the order; $7, $8: key and id after which the page begins; $9: how many. Nothing that people sign in with.
select u.user_id::text as id, case when $6 in ('status', '-status') then u.status else u.login end as key, u.login, u.display_name, u.status, case when u.superuser then 'superuser' when u.support then 'support' else 'person' end as kind,
       (select count(*) from (select from auth.memberships m where m.user_id = u.user_id limit 1001) m) as tenants,
       (select max(s.seen_at) from auth.sessions s where s.user_id = u.user_id) as seen_at,
       u.created_at
from (
  select *, row_number() over () as place
  from (
    select user_id, login, display_name, status, superuser, support, created_at
    from auth.users u
    where ($1::uuid is null or u.user_id = any (array(select m.user_id from auth.memberships m where m.tenant_id = $1)))
      and ($2::text is null or u.login ^@ lower(normalize(btrim($2), nfkc)) or (left(app.searchable(u.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
      and ($3::text is null or u.status = $3)
      and ($4::text is null or (uuid_send(u.user_id) >= app.id_at(app.begins($4)) and uuid_send(u.user_id) < app.id_at(app.ends($4))))
      and ($5::text is null or ($5 = 'superuser' and u.superuser) or ($5 = 'support' and u.support) or ($5 = 'person' and not (u.superuser or u.support)))
      and ($8::text is null
        or ($6 = 'login' and (u.login, uuid_send(u.user_id)) > ($7, uuid_send($8::uuid)))
        or ($6 = '-login' and (u.login, uuid_send(u.user_id)) < ($7, uuid_send($8::uuid)))
        or ($6 = 'status' and (left(u.status, 8) collate "C", uuid_send(u.user_id)) > (left($7, 8), uuid_send($8::uuid)))
        or ($6 = '-status' and (left(u.status, 8) collate "C", uuid_send(u.user_id)) < (left($7, 8), uuid_send($8::uuid)))
        or ($6 = 'created' and uuid_send(u.user_id) > uuid_send($8::uuid))
        or ($6 = '-created' and uuid_send(u.user_id) < uuid_send($8::uuid)))
    order by case when $6 = 'login' then u.login end, case when $6 = '-login' then u.login end desc,
             case when $6 = 'status' then left(u.status, 8) collate "C" end, case when $6 = '-status' then left(u.status, 8) collate "C" end desc,
             case when $6 in ('login', 'status', 'created') then uuid_send(u.user_id) end,
             case when $6 in ('-login', '-status', '-created') then uuid_send(u.user_id) end desc
    limit $9
  ) asked_for
) u
order by u.place
