-- The ids of all sessions asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql.
select s.session_id::text as id
from auth.sessions s join auth.users u on u.user_id = s.user_id
where ($1::uuid is null or s.tenant_id = $1)
  and ($2::text is null or u.login ^@ lower(normalize(btrim($2), nfkc)))
  and ($3::text is null or ($3 = 'superuser' and u.superuser) or ($3 = 'support' and u.support) or ($3 = 'person' and not (u.superuser or u.support)))
  and ($4::text is null or (s.created_at >= app.begins($4) and s.created_at < app.ends($4)))
  and ($5::text is null or s.user_id = $5::uuid)
  and s.expires_at > now() and s.idle_expires_at > now()
order by s.session_id
limit 100001
