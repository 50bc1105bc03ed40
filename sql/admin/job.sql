-- What an act of the panel ($1) left in the trail of the installation, or what of it somebody ($2) did: each kind of entry, how many
-- there are of it up to 10,001, when the first was made and why. Run by rowhouse_admin.
select t.act, count(*) as count, min(t.at) as at, min(t.details ->> 'reason') as reason
from (
  select t.act, t.at, t.details from auth.trail t
  where t.details ? 'job' and t.details ->> 'job' = $1 and ($2::uuid is null or t.actor = $2)
  limit 10001
) t
group by t.act
order by t.act
