-- How many memberships there are of each role, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql. A filter's own choice does not narrow its figures; but what a period leaves behind it is not
-- looked at.
with looked_at as (
  select m.role, m.created_at, $3::text is null or m.role = $3 as in_role,
         $4::text is null or (m.created_at >= (select app.begins($4)) and m.created_at < (select app.ends($4))) as in_time
  from app.members m
  where ($1::uuid is null or m.tenant_id = $1)
    and ($2::text is null or (left(app.searchable(m.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
    and ($4::text is null or timestamptz_send(m.created_at) < timestamptz_send(app.ends($4)))
    and ($5::text is null or (m.user_id = $5::uuid and m.tenant_id in (select b.tenant_id from auth.memberships b where b.user_id = $5::uuid)))
  order by timestamptz_send(m.created_at) desc
  limit 10000
)
select f.filter, f.value, f.hits, c.looked_at = 10000 as more
from (
  select count(*) as looked_at, count(*) filter (where in_role and in_time) as "all",
         count(*) filter (where role = 'owner' and in_time) as owner, count(*) filter (where role = 'admin' and in_time) as admin,
         count(*) filter (where role = 'member' and in_time) as member, count(*) filter (where role = 'viewer' and in_time) as viewer,
         count(*) filter (where created_at >= now() - '1 day'::interval and in_role) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval and in_role) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval and in_role) as month
  from looked_at
) c
cross join lateral (values
  ('', '', c."all"), ('role', 'owner', c.owner), ('role', 'admin', c.admin), ('role', 'member', c.member), ('role', 'viewer', c.viewer),
  ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
