-- A page of live sessions. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: the tenant that they work in; $2: how a login begins, or after a * what is anywhere in it; $3: what is chosen of the filters,
-- each under its name (several kinds with commas between); $4: the order; $5, $6: key and id after which the page begins; $7: how
-- many. The id of a session here is a name for it, and opens nothing. What no index leads to is picked out of the 10,000 (searched)
-- or 20,000 that come first.
select s.session_id::text as id, ((extract(epoch from case when $4 in ('seen', '-seen') then s.seen_at else s.created_at end) * 1000000)::bigint)::text as key,
       array[s.user_id::text, s.login] as person,
       case when s.tenant_id is not null then (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = s.tenant_id) end as tenant,
       case when s.superuser then 'superuser' when s.support then 'support' else 'person' end as kind, s.seen_at, s.expires_at, s.created_at,
       s.matches, s.last
from (
  select *
  from (
    -- Whether each is as asked. The last one comes in any case: the next page begins behind it.
    select *, row_number() over () as place,
           row_number() over () = case when $2 like '*%' then 10000 when $3->>'kind' like '%,%' or $3->>'works_in' is not null then 20000 else $7::bigint end as last,
           (($2::text is null or $2 not like '*%' or strpos(login, lower(normalize(substr($2, 2), nfkc))) > 0)
            and ($3->>'kind' is null or case when superuser then 'superuser' when support then 'support' else 'person' end = any (string_to_array($3->>'kind', ',')))
            and ($3->>'works_in' is null or ($3->>'works_in' = 'none') = (tenant_id is null))) is true as matches
    from (
      select s.session_id, s.user_id, s.tenant_id, s.seen_at, s.created_at, least(s.expires_at, s.idle_expires_at) as expires_at, u.login, u.superuser, u.support
      from auth.sessions s join auth.users u on u.user_id = s.user_id
      where ($1::uuid is null or s.tenant_id = $1)
        and ($2::text is null or $2 like '*%' or u.login ^@ lower(normalize(btrim($2), nfkc)))
        and ($3::jsonb->>'kind' is null or $3->>'kind' like '%,%' or ($3->>'kind' = 'superuser' and u.superuser) or ($3->>'kind' = 'support' and u.support) or ($3->>'kind' = 'person' and not (u.superuser or u.support)))
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
      limit case when $2 like '*%' then 10000 when $3->>'kind' like '%,%' or $3->>'works_in' is not null then 20000 else $7::bigint end
    ) looked_at
  ) looked_at
  where matches or last
  limit $7
) s
order by s.place
