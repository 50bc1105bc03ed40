-- How many people there are of each kind, among the newest 10,000 of those asked for. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql. A filter's own choice does not narrow its figures; but what a period leaves behind it is not looked
-- at. Where something is counted or looked up for each, they are of the newest 2,000.
with looked_at as (
  select u.user_id, u.login, u.display_name, u.status, u.superuser, u.support, u.created_at, $3::jsonb->>'status' is null or u.status = $3->>'status' as in_status,
         $3->>'created' is null or (uuid_send(u.user_id) >= (select app.id_at(app.begins($3->>'created'))) and uuid_send(u.user_id) < (select app.id_at(app.ends($3->>'created')))) as in_time,
         $3->>'kind' is null or case when u.superuser then 'superuser' when u.support then 'support' else 'person' end = any (string_to_array($3->>'kind', ',')) as in_kind
  from auth.users u
  where ($1::uuid is null or u.user_id = any (array(select m.user_id from auth.memberships m where m.tenant_id = $1)))
    and ($2::text is null or $2 like '*%' or u.login ^@ lower(normalize(btrim($2), nfkc)) or (left(app.searchable(u.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
    and ($3->>'second_factor' is null or ($3->>'second_factor' = 'on' and u.user_id = any (array(select f.user_id from auth.second_factors f)))
      or ($3->>'second_factor' = 'off' and u.user_id <> all (array(select f.user_id from auth.second_factors f))))
    and ($3->>'created' is null or uuid_send(u.user_id) < app.id_at(app.ends($3->>'created')))
  order by uuid_send(u.user_id) desc
  limit case when coalesce($3->>'tenants', $3->>'seen') is not null then 2000 else 10000 end
), asked_for as (
  select *
  from looked_at
  where ($2::text is null or $2 not like '*%' or strpos(login, lower(normalize(substr($2, 2), nfkc))) > 0 or strpos(app.searchable(display_name), app.searchable(substr($2, 2))) > 0)
    and ($3->>'tenants' is null or app.in_range((select count(*) from (select from auth.memberships m where m.user_id = looked_at.user_id limit app.counted_for($3->>'tenants')) m), $3->>'tenants'))
    and ($3->>'seen' is null or case $3->>'seen' when 'never' then (select count(*) from (select from auth.sessions s where s.user_id = looked_at.user_id limit 1) s) = 0
      when 'ever' then (select count(*) from (select from auth.sessions s where s.user_id = looked_at.user_id limit 1) s) > 0
      else (select count(*) from (select from auth.sessions s where s.user_id = looked_at.user_id and s.seen_at >= app.begins($3->>'seen') limit 1) s) > 0 end)
)
select f.filter, f.value, f.hits, (select count(*) from looked_at) = case when coalesce($3->>'tenants', $3->>'seen') is not null then 2000 else 10000 end as more
from (
  select count(*) filter (where in_status and in_time and in_kind) as "all",
         count(*) filter (where status = 'active' and in_time and in_kind) as active,
         count(*) filter (where status = 'deactivated' and in_time and in_kind) as deactivated,
         count(*) filter (where superuser and in_status and in_time) as superuser,
         count(*) filter (where support and in_status and in_time) as support,
         count(*) filter (where not (superuser or support) and in_status and in_time) as person,
         count(*) filter (where created_at >= now() - '1 day'::interval and in_status and in_kind) as day,
         count(*) filter (where created_at >= now() - '7 days'::interval and in_status and in_kind) as week,
         count(*) filter (where created_at >= now() - '30 days'::interval and in_status and in_kind) as month
  from asked_for
) c
cross join lateral (values
  ('', '', c."all"), ('status', 'active', c.active), ('status', 'deactivated', c.deactivated), ('kind', 'person', c.person),
  ('kind', 'support', c.support), ('kind', 'superuser', c.superuser), ('created', '1 day', c.day), ('created', '7 days', c.week), ('created', '30 days', c.month)) f (filter, value, hits)
