-- How many people there are of each kind, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql. A filter's own choice does not narrow
-- its figures; but what a period leaves behind it is not looked at.
with looked_at as (
  select u.status, u.superuser, u.support, u.created_at, $3::text is null or u.status = $3 as in_status,
         $4::text is null or (uuid_send(u.user_id) >= (select app.id_at(app.begins($4))) and uuid_send(u.user_id) < (select app.id_at(app.ends($4)))) as in_time,
         $5::text is null or ($5 = 'superuser' and u.superuser) or ($5 = 'support' and u.support) or ($5 = 'person' and not (u.superuser or u.support)) as in_kind
  from auth.users u
  where ($1::uuid is null or u.user_id = any (array(select m.user_id from auth.memberships m where m.tenant_id = $1)))
    and ($2::text is null or u.login ^@ lower(normalize(btrim($2), nfkc)) or (left(app.searchable(u.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
    and ($4::text is null or uuid_send(u.user_id) < app.id_at(app.ends($4)))
  order by uuid_send(u.user_id) desc
  limit 10000
)
select f.filter, f.value, f.hits, c.looked_at = 10000 as more
from (
  select count(*) as looked_at, count(*) filter (where in_status and in_time and in_kind) as "all",
         count(*) filter (where status = 'active' and in_time and in_kind) as active,
         count(*) filter (where status = 'deactivated' and in_time and in_kind) as deactivated,
         count(*) filter (where superuser and in_status and in_time) as superuser,
         count(*) filter (where support and in_status and in_time) as support,
         count(*) filter (where not (superuser or support) and in_status and in_time) as person,
         count(*) filter (where created_at >= now() - '1 day'::interval and in_status and in_kind) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval and in_status and in_kind) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval and in_status and in_kind) as month
  from looked_at
) c
cross join lateral (values
  ('', '', c."all"), ('status', 'active', c.active), ('status', 'deactivated', c.deactivated), ('kind', 'person', c.person),
  ('kind', 'support', c.support), ('kind', 'superuser', c.superuser), ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
