-- What superusers did last, and what became due of it: who did what to whom or what, and how many seconds ago; at most eight,
-- of the latest ten thousand entries of the trail. Run by rowhouse_admin.
select t.act, actor.login as actor, t.object as kind, t.object_id as id, coalesce(person.login, tenant.name) as object,
       extract(epoch from now() - t.at)::bigint as age
from (
  select era, xid, trail_id, act, at, actor, object, object_id
  from (
    select era, xid, trail_id, act, at, actor, object, object_id
    from auth.trail order by era desc, xid desc, trail_id desc limit 10000
  ) latest
  where act not in ('signed_in', 'signed_out', 'sign_in_failed', 'reauthenticated', 'reauthentication_failed')
  order by era desc, xid desc, trail_id desc
  limit 8
) t
left join auth.users actor on actor.user_id = t.actor
left join auth.users person on person.user_id = t.object_id
left join app.tenants tenant on tenant.tenant_id = t.object_id
order by t.era desc, t.xid desc, t.trail_id desc
