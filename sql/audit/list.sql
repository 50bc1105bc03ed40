-- A page of the tenant's audit trail, the latest first. Run by rowhouse_app.
-- $1, $2, $3: era, transaction and id after which the page begins, null for the first; $4: an act, or null; $5: a person, or
-- null; $6, $7: from when and until when, or null; $8: how many.
-- Each bound is a subquery, so that it is known before the index is entered.
select a.era, a.xid::text as xid, a.id, a.act, a.object, a.object_id, a.actor, m.display_name as person, a.impersonator ->> 'name' as impersonator,
       a.before::text as before, a.after::text as after, a.at
from app.audit a
left join app.members m on m.user_id = a.actor
where (a.era, a.xid, a.id) < (
    (select coalesce($1, 2147483647)),
    (select coalesce($2::text, '18446744073709551615')::xid8),
    (select coalesce($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)))
  and ($4::text is null or a.act = $4)
  and ($5::uuid is null or a.actor = $5)
  and ($6::timestamptz is null or a.at >= $6)
  and ($7::timestamptz is null or a.at < $7)
order by a.era desc, a.xid desc, a.id desc
limit $8
