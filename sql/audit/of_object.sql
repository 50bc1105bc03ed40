-- What happened to one thing, the latest first: a page of the audit trail of $4. Run by rowhouse_app.
-- $1, $2, $3: era, transaction and id after which the page begins, null for the first; $5: how many.
select a.era, a.xid::text as xid, a.id, a.act, a.object, a.object_id, a.actor, m.display_name as person, a.impersonator ->> 'name' as impersonator,
       a.before::text as before, a.after::text as after, a.at
from app.audit a
left join app.members m on m.user_id = a.actor
where a.object_id = $4
  and (a.era, a.xid, a.id) < (
    (select coalesce($1, 2147483647)),
    (select coalesce($2::text, '18446744073709551615')::xid8),
    (select coalesce($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)))
order by a.era desc, a.xid desc, a.id desc
limit $5
