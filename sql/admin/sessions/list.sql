-- A page of live sessions. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: the tenant that they work in; $2: how a login begins; $3: whose they are; $4: a period; $5: a person; $6: the order;
-- $7, $8: key and id after which the page begins; $9: how many. The id of a session here is a name for it, and opens nothing.
select s.session_id::text as id, ((extract(epoch from case when $6 in ('seen', '-seen') then s.seen_at else s.created_at end) * 1000000)::bigint)::text as key,
       array[s.user_id::text, s.login] as person,
       case when s.tenant_id is not null then (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = s.tenant_id) end as tenant,
       case when s.superuser then 'superuser' when s.support then 'support' else 'person' end as kind, s.seen_at, s.expires_at, s.created_at
from (
  select *, row_number() over () as place
  from (
    select s.session_id, s.user_id, s.tenant_id, s.seen_at, s.created_at, least(s.expires_at, s.idle_expires_at) as expires_at, u.login, u.superuser, u.support
    from auth.sessions s join auth.users u on u.user_id = s.user_id
    where ($1::uuid is null or s.tenant_id = $1)
      and ($2::text is null or u.login ^@ lower(normalize(btrim($2), nfkc)))
      and ($3::text is null or ($3 = 'superuser' and u.superuser) or ($3 = 'support' and u.support) or ($3 = 'person' and not (u.superuser or u.support)))
      and ($4::text is null or (s.created_at >= app.begins($4) and s.created_at < app.ends($4)))
      and ($5::text is null or s.user_id = $5::uuid)
      and s.expires_at > now() and s.idle_expires_at > now()
      and ($8::text is null
        or ($6 = 'seen' and (s.seen_at, s.session_id) > ('epoch'::timestamptz + $7::text::bigint * interval '1 microsecond', $8::uuid))
        or ($6 = '-seen' and (s.seen_at, s.session_id) < ('epoch'::timestamptz + $7::text::bigint * interval '1 microsecond', $8::uuid))
        or ($6 = 'created' and (s.created_at, s.session_id) > ('epoch'::timestamptz + $7::text::bigint * interval '1 microsecond', $8::uuid))
        or ($6 = '-created' and (s.created_at, s.session_id) < ('epoch'::timestamptz + $7::text::bigint * interval '1 microsecond', $8::uuid)))
    order by case when $6 = 'created' then s.created_at end, case when $6 = '-created' then s.created_at end desc,
             case when $6 = 'seen' then s.seen_at end, case when $6 = '-seen' then s.seen_at end desc,
             case when $6 in ('created', 'seen') then s.session_id end, case when $6 in ('-created', '-seen') then s.session_id end desc
    limit $9
  ) asked_for
) s
order by s.place
