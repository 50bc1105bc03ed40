-- How many memberships there are of each role, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql. A filter's own choice does not narrow its figures.
with looked_at as (
  select m.role
  from app.members m
  where ($1::uuid is null or m.tenant_id = $1)
    and ($2::text is null or (left(app.searchable(m.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
    and $4::text is null
    and ($5::text is null or (m.user_id = $5::uuid and m.tenant_id in (select b.tenant_id from auth.memberships b where b.user_id = $5::uuid)))
  order by timestamptz_send(m.created_at) desc
  limit 10000
)
select f.filter, f.value, f.hits, c.looked_at = 10000 as more
from (
  select count(*) as looked_at, count(*) filter (where $3::text is null or role = $3) as "all", count(*) filter (where role = 'owner') as owner,
         count(*) filter (where role = 'admin') as admin, count(*) filter (where role = 'member') as member,
         count(*) filter (where role = 'viewer') as viewer
  from looked_at
) c
cross join lateral (values
  ('', '', c."all"), ('role', 'owner', c.owner), ('role', 'admin', c.admin), ('role', 'member', c.member), ('role', 'viewer', c.viewer)) f (filter, value, hits)
