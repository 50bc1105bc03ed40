-- Where the 20,000 end that a page of the list looks at one by one; no row where there are fewer, or where an index leads. Run by rowhouse_admin.
-- The parameters are those of list.sql.
select ((extract(epoch from case when $4 in ('seen', '-seen') then s.seen_at else s.created_at end) * 1000000)::bigint)::text as key, s.session_id::text as id
from (
  select s.session_id, s.seen_at, s.created_at
  from auth.sessions s join auth.users u on u.user_id = s.user_id
  where ($2::text like '*%' or $3::jsonb->>'kind' like '%,%' or $3->>'works_in' is not null)
    and $7::bigint > 0
    and ($1::uuid is null or s.tenant_id = $1)
    and ($2 is null or $2 like '*%' or u.login ^@ lower(normalize(btrim($2), nfkc)))
    and ($3->>'kind' is null or $3->>'kind' like '%,%' or ($3->>'kind' = 'superuser' and u.superuser) or ($3->>'kind' = 'support' and u.support) or ($3->>'kind' = 'person' and not (u.superuser or u.support)))
    and ($3->>'created' is null or (s.created_at >= app.begins($3->>'created') and s.created_at < app.ends($3->>'created')))
    and ($3->>'person' is null or s.user_id = ($3->>'person')::uuid)
    and s.expires_at > now() and s.idle_expires_at > now()
    and ($6::text is null
      or ($4 = 'seen' and (s.seen_at, s.session_id) > ('epoch'::timestamptz + $5::text::bigint * interval '1 microsecond', $6::uuid))
      or ($4 = '-seen' and (s.seen_at, s.session_id) < ('epoch'::timestamptz + $5::text::bigint * interval '1 microsecond', $6::uuid))
      or ($4 = 'created' and (s.created_at, s.session_id) > ('epoch'::timestamptz + $5::text::bigint * interval '1 microsecond', $6::uuid))
      or ($4 = '-created' and (s.created_at, s.session_id) < ('epoch'::timestamptz + $5::text::bigint * interval '1 microsecond', $6::uuid)))
  order by case when $4 = 'created' then s.created_at end, case when $4 = '-created' then s.created_at end desc,
           case when $4 = 'seen' then s.seen_at end, case when $4 = '-seen' then s.seen_at end desc,
           case when $4 in ('created', 'seen') then s.session_id end, case when $4 in ('-created', '-seen') then s.session_id end desc
  offset case when $2 like '*%' then 9999 else 19999 end limit 1
) s
