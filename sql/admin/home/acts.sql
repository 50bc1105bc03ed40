-- The eight latest acts of superusers, and what became due of them: who did what to whom or what, and how many seconds ago.
-- Run by rowhouse_admin.
-- Each kind of act is found in the index after the one before, and of each the latest: signing in, however often, is not read.
with recursive kind as (
  (select act from auth.trail order by act limit 1)
  union all
  select (select t.act from auth.trail t where t.act > kind.act order by t.act limit 1) from kind where kind.act is not null
)
select t.act, actor.login as actor, t.object as kind, t.object_id as id, coalesce(person.login, tenant.name) as object,
       extract(epoch from now() - t.at)::bigint as age
from (
  select l.*
  from kind
  cross join lateral (
    select era, xid, trail_id, act, at, actor, object, object_id
    from auth.trail
    where act = kind.act
    order by era desc, xid desc, trail_id desc
    limit 8
  ) l
  where kind.act not in ('signed_in', 'signed_out', 'sign_in_failed', 'reauthenticated', 'reauthentication_failed')
  order by l.era desc, l.xid desc, l.trail_id desc
  limit 8
) t
left join auth.users actor on actor.user_id = t.actor
left join auth.users person on person.user_id = t.object_id
left join app.tenants tenant on tenant.tenant_id = t.object_id
order by t.era desc, t.xid desc, t.trail_id desc
