-- A page of people. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: a tenant that they belong to; $2: how a login or a name begins, or after a * what is anywhere in it; $3: what is chosen of the
-- filters, each under its name (several kinds with commas between; tenants as app.in_range has them); $4: the order; $5, $6: key and
-- id after which the page begins; $7: how many. Nothing that people sign in with: of a second factor, whose is in force. What no index
-- leads to is picked out of those that come first: of 2,000 where something is looked up for each, of 10,000 that are searched, of 20,000.
select u.user_id::text as id, case when $4 in ('status', '-status') then u.status else u.login end as key, u.login, u.display_name, u.status, case when u.superuser then 'superuser' when u.support then 'support' else 'person' end as kind,
       (select count(*) from (select from auth.memberships m where m.user_id = u.user_id limit 1001) m) as tenants,
       (select max(s.seen_at) from auth.sessions s where s.user_id = u.user_id) as seen_at,
       u.created_at, nullif(array_to_string(u.rights, ','), '') as rights,
       case when exists (select from auth.second_factors f where f.user_id = u.user_id) then 'set up' else 'not set up' end as second_factor,
       u.matches, u.last
from (
  select *
  from (
    -- Whether each is as asked. The last one comes in any case: the next page begins behind it.
    select *, row_number() over () as place,
           row_number() over () = case when coalesce($3->>'tenants', $3->>'seen') is not null then 2000 when $2 like '*%' then 10000 when $3->>'kind' like '%,%' then 20000 else $7::bigint end as last,
           (($2::text is null or $2 not like '*%' or strpos(login, lower(normalize(substr($2, 2), nfkc))) > 0 or strpos(app.searchable(display_name), app.searchable(substr($2, 2))) > 0)
            and ($3->>'kind' is null or case when superuser then 'superuser' when support then 'support' else 'person' end = any (string_to_array($3->>'kind', ',')))
            and ($3->>'tenants' is null or app.in_range((select count(*) from (select from auth.memberships m where m.user_id = looked_at.user_id limit app.counted_for($3->>'tenants')) m), $3->>'tenants'))
            and ($3->>'seen' is null or case $3->>'seen' when 'never' then (select count(*) from (select from auth.sessions s where s.user_id = looked_at.user_id limit 1) s) = 0
             when 'ever' then (select count(*) from (select from auth.sessions s where s.user_id = looked_at.user_id limit 1) s) > 0
             else (select count(*) from (select from auth.sessions s where s.user_id = looked_at.user_id and s.seen_at >= app.begins($3->>'seen') limit 1) s) > 0 end)) is true as matches
    from (
      select user_id, login, display_name, status, superuser, support, created_at, rights
      from auth.users u
      where ($1::uuid is null or u.user_id = any (array(select m.user_id from auth.memberships m where m.tenant_id = $1)))
        and ($2::text is null or $2 like '*%' or u.login ^@ lower(normalize(btrim($2), nfkc)) or (left(app.searchable(u.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
        and ($3::jsonb->>'status' is null or u.status = $3->>'status')
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
      limit case when coalesce($3->>'tenants', $3->>'seen') is not null then 2000 when $2 like '*%' then 10000 when $3->>'kind' like '%,%' then 20000 else $7::bigint end
    ) looked_at
  ) looked_at
  where matches or last
  limit $7
) u
order by u.place
