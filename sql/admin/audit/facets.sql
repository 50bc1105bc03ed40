-- How many entries there are of each act, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql. A filter's own choice does not narrow its figures;
-- but what a period leaves behind it is not looked at.
with days as materialized (
  select b.below_era as first_era, b.below_xid as first_xid, e.above_era as last_era, e.above_xid as last_xid
  from app.audit_around(app.begins($3::jsonb->>'created') - interval '1 day') b, app.audit_around(app.ends($3->>'created') + interval '1 day') e
), looked_at as (
  select a.act, a.at, $3->>'act' is null or a.act = any (string_to_array($3->>'act', ',')) as in_act, $3->>'created' is null or (a.at >= (select app.begins($3->>'created')) and a.at < (select app.ends($3->>'created'))) as in_time,
         $2::text is null or a.actor = (select u.user_id from auth.users u where u.login = lower(normalize(btrim($2), nfkc))) as asked_for,
         a.object, $3->>'object' is null or case when $3->>'object' like '%-%' then a.object_id = ($3->>'object')::uuid else a.object = $3->>'object' end as in_kind
  from app.audit a
  where ($1::uuid is null or a.tenant_id = $1)
    -- the thing's own index begins with its tenant; without that it is picked out of the newest, as in the list
    and ($1::uuid is null or $3->>'object' is null or $3->>'object' not like '%-%' or a.object_id = ($3->>'object')::uuid)
    and ($3->>'created' is null or $3->>'created' not like '%..%' or (a.era, a.xid) <= ((select last_era from days), (select last_xid from days)))
  order by a.era desc, a.xid desc, a.id desc
  limit 10000
)
select f.filter, f.value, f.hits, c.looked_at = 10000 as more
from (
  select count(*) as looked_at, count(*) filter (where in_act and in_time and asked_for and in_kind) as "all",
         count(*) filter (where act = 'insert' and in_time and asked_for and in_kind) as added,
         count(*) filter (where act = 'update' and in_time and asked_for and in_kind) as changed,
         count(*) filter (where act = 'delete' and in_time and asked_for and in_kind) as deleted,
         count(*) filter (where act = 'visit' and in_time and asked_for and in_kind) as visits,
         count(*) filter (where act = 'expire' and in_time and asked_for and in_kind) as expired,
         count(*) filter (where object = 'tasks' and in_act and in_time and asked_for) as tasks,
         count(*) filter (where object = 'projects' and in_act and in_time and asked_for) as projects,
         count(*) filter (where object = 'members' and in_act and in_time and asked_for) as members,
         count(*) filter (where object = 'tenants' and in_act and in_time and asked_for) as tenants,
         count(*) filter (where at >= now() - '1 day'::interval and in_act and asked_for and in_kind) as day,
         count(*) filter (where at >= now() - '7 days'::interval and in_act and asked_for and in_kind) as week,
         count(*) filter (where at >= now() - '30 days'::interval and in_act and asked_for and in_kind) as month
  from looked_at
) c
cross join lateral (values
  ('', '', c."all"), ('act', 'insert', c.added), ('act', 'update', c.changed), ('act', 'delete', c.deleted), ('act', 'visit', c.visits), ('act', 'expire', c.expired),
  ('object', 'tasks', c.tasks), ('object', 'projects', c.projects), ('object', 'members', c.members), ('object', 'tenants', c.tenants),
  ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
