-- What happened to a thing ($1: its id), the latest $2 first, without who looked at it. Run by rowhouse_admin.
-- Each kind of act on it is found in the index after the one before, and of each the latest: looks, however many, are not read.
-- The columns are those of list.sql; which thing it was is known where this is shown.
with recursive kind (act) as (
  (select t.act from auth.trail t where t.object_id between $1::text::uuid and $1::text::uuid order by t.object_id, t.act limit 1)
  union all
  select (select t.act from auth.trail t where t.object_id between $1::text::uuid and $1::text::uuid and (t.object_id, t.act) > ($1::text::uuid, k.act) order by t.object_id, t.act limit 1)
  from kind k where k.act is not null
)
select t.era || '.' || t.xid::text || '.' || t.trail_id as id, ''::text as key, t.at,
       case when t.actor is not null then array[t.actor::text, coalesce((select u.login from auth.users u where u.user_id = t.actor), 'somebody removed')] end as actor,
       t.act, null::text[] as object, t.details ->> 'reason' as reason,
       (select string_agg(replace(d.key, '_', ' ') || ' ' || coalesce(
               case when d.key in ('tenant', 'from', 'to') then (select n.name from app.tenants n where n.tenant_id = d.value::uuid)
                    when d.key = 'user' then (select u.login from auth.users u where u.user_id = d.value::uuid) end, d.value), ', ' order by d.key) from jsonb_each_text(t.details) d where d.key not in ('reason', 'job', 'request')) as details
from (
  select l.*
  from kind k
  cross join lateral (
    select t.era, t.xid, t.trail_id, t.at, t.actor, t.act, t.details
    from auth.trail t
    -- less nothing: see list.sql
    where t.object_id = $1::text::uuid and t.act = k.act
    order by t.era - 0 desc, t.xid desc, t.trail_id desc
    limit $2
  ) l
  where k.act <> 'looked_at'
  order by l.era desc, l.xid desc, l.trail_id desc
  limit $2
) t
order by t.era desc, t.xid desc, t.trail_id desc
