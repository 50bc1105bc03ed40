-- The ids of all people asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql.
select u.user_id::text as id
from auth.users u
where ($1::uuid is null or u.user_id = any (array(select m.user_id from auth.memberships m where m.tenant_id = $1)))
  and ($2::text is null or case when $2 like '*%' then strpos(u.login, lower(normalize(substr($2, 2), nfkc))) > 0 or strpos(app.searchable(u.display_name), app.searchable(substr($2, 2))) > 0 else u.login ^@ lower(normalize(btrim($2), nfkc)) or (left(app.searchable(u.display_name), 64) collate "C") ^@ left(app.searchable($2), 64) end)
  and ($3::jsonb->>'status' is null or u.status = $3->>'status')
  and ($3->>'created' is null or (uuid_send(u.user_id) >= app.id_at(app.begins($3->>'created')) and uuid_send(u.user_id) < app.id_at(app.ends($3->>'created'))))
  and ($3->>'kind' is null or case when u.superuser then 'superuser' when u.support then 'support' else 'person' end = any (string_to_array($3->>'kind', ',')))
  and ($3->>'second_factor' is null or ($3->>'second_factor' = 'on' and u.user_id = any (array(select f.user_id from auth.second_factors f)))
    or ($3->>'second_factor' = 'off' and u.user_id <> all (array(select f.user_id from auth.second_factors f))))
  and ($3->>'tenants' is null or app.in_range((select count(*) from (select from auth.memberships m where m.user_id = u.user_id limit app.counted_for($3->>'tenants')) m), $3->>'tenants'))
  and ($3->>'seen' is null or case $3->>'seen' when 'never' then (select count(*) from (select from auth.sessions s where s.user_id = u.user_id limit 1) s) = 0
      when 'ever' then (select count(*) from (select from auth.sessions s where s.user_id = u.user_id limit 1) s) > 0
      else (select count(*) from (select from auth.sessions s where s.user_id = u.user_id and s.seen_at >= app.begins($3->>'seen') limit 1) s) > 0 end)
order by u.user_id
limit 100001
