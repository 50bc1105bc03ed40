-- The ids of all sessions asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql.
select s.session_id::text as id
from auth.sessions s join auth.users u on u.user_id = s.user_id
where ($1::uuid is null or s.tenant_id = $1)
  and ($2::text is null or case when $2 like '*%' then strpos(u.login, lower(normalize(substr($2, 2), nfkc))) > 0 else u.login ^@ lower(normalize(btrim($2), nfkc)) end)
  and ($3::jsonb->>'kind' is null or case when u.superuser then 'superuser' when u.support then 'support' else 'person' end = any (string_to_array($3->>'kind', ',')))
  and ($3->>'works_in' is null or ($3->>'works_in' = 'none') = (s.tenant_id is null))
  and ($3->>'created' is null or (s.created_at >= app.begins($3->>'created') and s.created_at < app.ends($3->>'created')))
  and ($3->>'person' is null or s.user_id = ($3->>'person')::uuid)
  and s.expires_at > now() and s.idle_expires_at > now()
order by s.session_id
limit 100001
