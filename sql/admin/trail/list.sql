-- A page of the trail of the installation, the latest first. Run by rowhouse_admin, which plans anew each time: what is not asked
-- for folds away. $2: the login of who did it, whole; $3: an act; $4: since how long; $5: whom or what it was done to; $6: the order;
-- $8: era.transaction.id after which the page begins; $9: how many. Of the 20,000 that come first, those that are as asked.
select t.era || '.' || t.xid::text || '.' || t.trail_id as id, ''::text as key, t.at,
       case when t.actor is not null then array[t.actor::text, coalesce((select u.login from auth.users u where u.user_id = t.actor), 'somebody removed')] end as actor,
       t.act,
       case when t.object_id is not null then array[case t.object when 'user' then 'users/' when 'tenant' then 'tenants/' when 'project' then 'projects/' || coalesce(t.details ->> 'to', t.details ->> 'tenant', '') || '.'
             when 'task' then 'tasks/' || coalesce(t.details ->> 'tenant', '') || '.' else '' end || t.object_id::text,
             coalesce((select u.login from auth.users u where u.user_id = t.object_id), (select n.name from app.tenants n where n.tenant_id = t.object_id), t.object)] end as object,
       t.details ->> 'reason' as reason,
       (select string_agg(replace(d.key, '_', ' ') || ' ' || d.value, ', ' order by d.key) from jsonb_each_text(t.details) d where d.key not in ('reason', 'job')) as details
from (
  select *, row_number() over () as place
  from (
    select trail_id, era, xid, at, actor, act, object, object_id, details
    from auth.trail t
    where $1::uuid is null and $7::text is null
      and ($3::text is null or t.act = $3)
      and ($5::text is null or t.object_id = $5::uuid)
      and ($8::text is null
        or ($6 = '-created' and (t.era, t.xid, t.trail_id) < (split_part($8, '.', 1)::integer, split_part($8, '.', 2)::xid8, split_part($8, '.', 3)::uuid))
        or ($6 = 'created' and (t.era, t.xid, t.trail_id) > (split_part($8, '.', 1)::integer, split_part($8, '.', 2)::xid8, split_part($8, '.', 3)::uuid)))
    order by case when $6 = 'created' then t.era end, case when $6 = '-created' then t.era end desc,
             case when $6 = 'created' then t.xid end, case when $6 = '-created' then t.xid end desc,
             case when $6 = 'created' then t.trail_id end, case when $6 = '-created' then t.trail_id end desc
    limit 20000
  ) looked_at
  where ($2::text is null or actor = (select u.user_id from auth.users u where u.login = lower(normalize(btrim($2), nfkc))))
    and ($4::text is null or at >= now() - $4::interval)
  limit $9
) t
order by t.place
