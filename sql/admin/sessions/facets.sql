-- How many live sessions there are of each kind, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql. A filter's own choice does not narrow
-- its figures; but what a period leaves behind it is not looked at.
with looked_at as (
  select s.tenant_id, u.login, u.superuser, u.support, s.created_at,
         $3::jsonb->>'kind' is null or case when u.superuser then 'superuser' when u.support then 'support' else 'person' end = any (string_to_array($3->>'kind', ',')) as in_kind,
         $3->>'created' is null or (s.created_at >= (select app.begins($3->>'created')) and s.created_at < (select app.ends($3->>'created'))) as in_time
  from auth.sessions s join auth.users u on u.user_id = s.user_id
  where ($1::uuid is null or s.tenant_id = $1)
    and ($2::text is null or $2 like '*%' or u.login ^@ lower(normalize(btrim($2), nfkc)))
    and ($3->>'person' is null or s.user_id = ($3->>'person')::uuid)
    and s.expires_at > now() and s.idle_expires_at > now()
    and ($3->>'created' is null or s.created_at < app.ends($3->>'created'))
  order by s.created_at desc
  limit 10000
), asked_for as (
  select *
  from looked_at
  where ($2::text is null or $2 not like '*%' or strpos(login, lower(normalize(substr($2, 2), nfkc))) > 0)
    and ($3->>'works_in' is null or ($3->>'works_in' = 'none') = (tenant_id is null))
)
select f.filter, f.value, f.hits, (select count(*) from looked_at) = 10000 as more
from (
  select count(*) filter (where in_kind and in_time) as "all", count(*) filter (where superuser and in_time) as superuser,
         count(*) filter (where support and in_time) as support,
         count(*) filter (where not (superuser or support) and in_time) as person,
         count(*) filter (where created_at >= now() - '1 day'::interval and in_kind) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval and in_kind) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval and in_kind) as month
  from asked_for
) c
cross join lateral (values
  ('', '', c."all"), ('kind', 'person', c.person), ('kind', 'support', c.support), ('kind', 'superuser', c.superuser),
  ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
