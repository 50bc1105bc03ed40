-- How many tenants there are of each status, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql. A filter's own choice does not narrow its figures; but what a period leaves behind it is not looked
-- at. Where something is counted or looked up for each, they are of the newest 2,000.
with looked_at as (
  select t.tenant_id, t.name, t.slug, t.status, t.created_at, t.purge_after, $3::jsonb->>'status' is null or t.status = any (string_to_array($3->>'status', ',')) as in_status,
         $3->>'created' is null or (uuid_send(t.tenant_id) >= (select app.id_at(app.begins($3->>'created'))) and uuid_send(t.tenant_id) < (select app.id_at(app.ends($3->>'created')))) as in_time
  from app.tenants t
  where ($1::uuid is null or t.tenant_id = $1)
    and ($2::text is null or $2 like '*%' or (left(app.searchable(t.name), 64) collate "C") ^@ left(app.searchable($2), 64) or t.slug ^@ lower($2))
    and ($3->>'created' is null or uuid_send(t.tenant_id) < app.id_at(app.ends($3->>'created')))
  order by uuid_send(t.tenant_id) desc
  limit case when coalesce($3->>'members', $3->>'projects') is not null then 2000 else 10000 end
), asked_for as (
  select *
  from looked_at
  where ($2::text is null or $2 not like '*%' or strpos(app.searchable(name), app.searchable(substr($2, 2))) > 0 or strpos(slug, lower(substr($2, 2))) > 0)
    and ($3->>'removal' is null or ($3->>'removal' = 'never') = (purge_after is null))
    and ($3->>'members' is null or app.in_range((select count(*) from (select from app.members m where m.tenant_id = looked_at.tenant_id limit app.counted_for($3->>'members')) m), $3->>'members'))
    and ($3->>'projects' is null or app.in_range((select count(*) from (select from app.projects p where p.tenant_id = looked_at.tenant_id limit app.counted_for($3->>'projects')) p), $3->>'projects'))
)
select f.filter, f.value, f.hits, (select count(*) from looked_at) = case when coalesce($3->>'members', $3->>'projects') is not null then 2000 else 10000 end as more
from (
  select count(*) filter (where in_status and in_time) as "all",
         count(*) filter (where status = 'active' and in_time) as active, count(*) filter (where status = 'suspended' and in_time) as suspended,
         count(*) filter (where status = 'archived' and in_time) as archived, count(*) filter (where status = 'deleted' and in_time) as deleted,
         count(*) filter (where created_at >= now() - '1 day'::interval and in_status) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval and in_status) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval and in_status) as month
  from asked_for
) c
cross join lateral (values
  ('', '', c."all"), ('status', 'active', c.active), ('status', 'suspended', c.suspended), ('status', 'archived', c.archived),
  ('status', 'deleted', c.deleted), ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
