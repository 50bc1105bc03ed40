-- A page of the trail of the installation, the latest first, with who acted and on whom or what. Run by rowhouse_admin.
-- $1: the entry after which the page begins, null for the first; $2: how many.
select t.trail_id as id, t.act, t.at, actor.login as actor, coalesce(person.login, tenant.name, t.object_id::text) as object,
       t.details::text as details
from (
  select trail_id, era, xid, act, at, actor, object_id, details
  from auth.trail
  where (era, xid, trail_id) < (
    (select coalesce((select era from auth.trail where trail_id = $1), 2147483647)),
    (select coalesce((select xid from auth.trail where trail_id = $1), '18446744073709551615'::xid8)),
    (select coalesce($1, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)))
  order by era desc, xid desc, trail_id desc
  limit $2
) t
left join auth.users actor on actor.user_id = t.actor
left join auth.users person on person.user_id = t.object_id
left join app.tenants tenant on tenant.tenant_id = t.object_id
order by t.era desc, t.xid desc, t.trail_id desc
