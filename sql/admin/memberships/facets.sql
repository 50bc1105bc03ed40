-- How many memberships there are of each role, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql. A filter's own choice does not narrow its figures; but what a period leaves behind it is not
-- looked at.
with looked_at as (
  select m.display_name, m.role, m.created_at, $3::jsonb->>'role' is null or m.role = any (string_to_array($3->>'role', ',')) as in_role,
         $3->>'created' is null or (m.created_at >= (select app.begins($3->>'created')) and m.created_at < (select app.ends($3->>'created'))) as in_time
  from app.members m
  where ($1::uuid is null or m.tenant_id = $1)
    and ($2::text is null or $2 like '*%' or (left(app.searchable(m.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
    and ($3->>'created' is null or timestamptz_send(m.created_at) < timestamptz_send(app.ends($3->>'created')))
    and ($3->>'person' is null or (m.user_id = ($3->>'person')::uuid and m.tenant_id in (select b.tenant_id from auth.memberships b where b.user_id = ($3->>'person')::uuid)))
  order by timestamptz_send(m.created_at) desc
  limit 10000
), asked_for as (
  select *
  from looked_at
  where $2::text is null or $2 not like '*%' or strpos(app.searchable(display_name), app.searchable(substr($2, 2))) > 0
)
select f.filter, f.value, f.hits, (select count(*) from looked_at) = 10000 as more
from (
  select count(*) filter (where in_role and in_time) as "all",
         count(*) filter (where role = 'owner' and in_time) as owner, count(*) filter (where role = 'admin' and in_time) as admin,
         count(*) filter (where role = 'member' and in_time) as member, count(*) filter (where role = 'viewer' and in_time) as viewer,
         count(*) filter (where created_at >= now() - '1 day'::interval and in_role) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval and in_role) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval and in_role) as month
  from asked_for
) c
cross join lateral (values
  ('', '', c."all"), ('role', 'owner', c.owner), ('role', 'admin', c.admin), ('role', 'member', c.member), ('role', 'viewer', c.viewer),
  ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
