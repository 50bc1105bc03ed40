-- The ids of all people asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql.
select u.user_id::text as id
from auth.users u
where ($1::uuid is null or u.user_id = any (array(select m.user_id from auth.memberships m where m.tenant_id = $1)))
  and ($2::text is null or u.login ^@ lower(normalize(btrim($2), nfkc)) or (left(app.searchable(u.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
  and ($3::text is null or u.status = $3)
  and ($4::text is null or (uuid_send(u.user_id) >= app.id_at(app.begins($4)) and uuid_send(u.user_id) < app.id_at(app.ends($4))))
  and ($5::text is null or ($5 = 'superuser' and u.superuser) or ($5 = 'support' and u.support) or ($5 = 'person' and not (u.superuser or u.support)))
order by u.user_id
limit 100001
