-- The eight latest failed sign-ins: who was meant, where there is such a person, from which address, and how many seconds
-- ago. Run by rowhouse_admin.
select t.object_id as person, u.login, t.details ->> 'address' as address, extract(epoch from now() - t.at)::bigint as age
from (
  select era, xid, trail_id, at, object_id, details
  from auth.trail
  where act = 'sign_in_failed'
  order by era desc, xid desc, trail_id desc
  limit 8
) t
left join auth.users u on u.user_id = t.object_id
order by t.era desc, t.xid desc, t.trail_id desc
