-- How many live sessions there are of each kind, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql. A filter's own choice does not narrow
-- its figures; but what a period leaves behind it is not looked at.
with looked_at as (
  select u.superuser, u.support, s.created_at,
         $3::text is null or ($3 = 'superuser' and u.superuser) or ($3 = 'support' and u.support) or ($3 = 'person' and not (u.superuser or u.support)) as in_kind,
         $4::text is null or (s.created_at >= (select app.begins($4)) and s.created_at < (select app.ends($4))) as in_time
  from auth.sessions s join auth.users u on u.user_id = s.user_id
  where ($1::uuid is null or s.tenant_id = $1)
    and ($2::text is null or u.login ^@ lower(normalize(btrim($2), nfkc)))
    and ($5::text is null or s.user_id = $5::uuid)
    and s.expires_at > now() and s.idle_expires_at > now()
    and ($4::text is null or s.created_at < app.ends($4))
  order by s.created_at desc
  limit 10000
)
select f.filter, f.value, f.hits, c.looked_at = 10000 as more
from (
  select count(*) as looked_at, count(*) filter (where in_kind and in_time) as "all", count(*) filter (where superuser and in_time) as superuser,
         count(*) filter (where support and in_time) as support,
         count(*) filter (where not (superuser or support) and in_time) as person,
         count(*) filter (where created_at >= now() - '1 day'::interval and in_kind) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval and in_kind) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval and in_kind) as month
  from looked_at
) c
cross join lateral (values
  ('', '', c."all"), ('kind', 'person', c.person), ('kind', 'support', c.support), ('kind', 'superuser', c.superuser),
  ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
