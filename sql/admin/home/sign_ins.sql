-- How often people signed in, and failed to, on each of the last fourteen days, the earliest first, in UTC. Run by rowhouse_admin.
-- Of either only the latest five thousand entries are looked at; a day that they do not reach back to the beginning of is not
-- whole.
with latest as (
  (select act, at from auth.trail where act = 'signed_in' order by era desc, xid desc, trail_id desc limit 5000)
  union all
  (select act, at from auth.trail where act = 'sign_in_failed' order by era desc, xid desc, trail_id desc limit 5000)
),
reached as (
  select min(at) as at from latest group by act having count(*) = 5000
),
daily as (
  select (at at time zone 'UTC')::date as day, count(*) filter (where act = 'signed_in') as signed_in,
         count(*) filter (where act = 'sign_in_failed') as failed
  from latest
  group by (at at time zone 'UTC')::date
)
select to_char(d.day, 'FMDD') as day, coalesce(k.signed_in, 0) as signed_in, coalesce(k.failed, 0) as failed,
       not exists (select from reached r where r.at at time zone 'UTC' >= d.day) as whole
from generate_series(0, 13) n
cross join lateral (select (now() at time zone 'UTC')::date - 13 + n as day) d
left join daily k on k.day = d.day
order by d.day
