-- A page of the trail of the installation, the latest first. Run by rowhouse_admin, which plans anew each time: what is not asked
-- for folds away. $2: the login of who did it, whole; $3: what is chosen of the filters, each under its name (as object whom or what
-- it was done to, by its id, or a kind of thing); $4: the order; $6: era.transaction.id after which the page begins; $7: how many. Of
-- the 20,000 that come first, those that are as asked.
-- Of one thing, the order is by its era plus or less nothing: that, its own index alone has (V24), so that no plan goes through the
-- entries of others instead, however many it expects of this one among them.
-- Between days of one's own, those that come first there or a day beside them: see auth.trail_around.
with days as materialized (
  select b.below_era as first_era, b.below_xid as first_xid, e.above_era as last_era, e.above_xid as last_xid
  from auth.trail_around(app.begins($3::jsonb->>'created') - interval '1 day') b, auth.trail_around(app.ends($3->>'created') + interval '1 day') e
)
select t.era || '.' || t.xid::text || '.' || t.trail_id as id, ''::text as key, t.at,
       case when t.actor is not null then array[t.actor::text, coalesce((select u.login from auth.users u where u.user_id = t.actor), 'somebody removed')] end as actor,
       t.act,
       case when t.object = 'list' then array['', t.details ->> 'list']
            when t.object_id is not null then array[coalesce(t.details ->> 'page', case t.object when 'user' then 'users/' when 'tenant' then 'tenants/' when 'project' then 'projects/' || coalesce(t.details ->> 'to', t.details ->> 'tenant', '') || '.'
             when 'task' then 'tasks/' || coalesce(t.details ->> 'tenant', '') || '.' else '' end || t.object_id::text),
             -- As it is called now, or was when it was deleted.
             coalesce(case t.object
                 when 'user' then (select u.login from auth.users u where u.user_id = t.object_id)
                 when 'membership' then (select u.login from auth.users u where u.user_id = t.object_id)
                 when 'session' then (select u.login from auth.sessions s join auth.users u on u.user_id = s.user_id where s.session_id = t.object_id)
                 when 'tenant' then (select n.name from app.tenants n where n.tenant_id = t.object_id)
                 when 'project' then (select p.name from app.projects p where p.tenant_id = coalesce(t.details ->> 'to', t.details ->> 'tenant')::uuid and p.id = t.object_id)
                 when 'task' then (select k.title from app.tasks k where k.tenant_id = (t.details ->> 'tenant')::uuid and k.id = t.object_id) end,
               case when t.object in ('project', 'task') then
                 (select (array_agg(coalesce(g.object ->> 'name', g.object ->> 'title') order by g.deleted_at desc))[1] from app.trash g
                  where g.tenant_id = (t.details ->> 'tenant')::uuid and g.object_id = t.object_id) end,
               t.object)] end as object,
       t.details ->> 'reason' as reason,
       (select string_agg(replace(d.key, '_', ' ') || ' ' || coalesce(
               case when d.key in ('tenant', 'from', 'to') then (select n.name from app.tenants n where n.tenant_id = d.value::uuid)
                    when d.key = 'user' then (select u.login from auth.users u where u.user_id = d.value::uuid) end, d.value), ', ' order by d.key) from jsonb_each_text(t.details) d where d.key not in ('reason', 'job', 'request', 'page', 'list', 'ids')) as details,
       t.matches, t.last
from (
  select *
  from (
    -- Whether each is as asked. The last one comes in any case: the next page begins behind it.
    select *, row_number() over () as place,
           row_number() over () = 20000 as last,
           (($2::text is null or actor = (select u.user_id from auth.users u where u.login = lower(normalize(btrim($2), nfkc))))
            and ($3->>'created' is null or (at >= app.begins($3->>'created') and at < app.ends($3->>'created')))
            and ($3->>'object' is null or $3->>'object' like '%-%' or object = $3->>'object')) is true as matches
    from (
      select trail_id, era, xid, at, actor, act, object, object_id, details
      from (select *, case when $3->>'object' like '%-%' then case when $3->>'act' is null then t.era + 0 else t.era - 0 end else t.era end as in_era from auth.trail t) t
      where $1::uuid is null and $5::text is null
        and ($3->>'act' is null or t.act = $3->>'act')
        and ($3->>'object' is null or $3->>'object' not like '%-%' or t.object_id = ($3->>'object')::uuid)
        -- of an act, whose index leads there, the kind is part of matches
        and ($3->>'object' is null or $3->>'object' like '%-%' or $3->>'act' is not null or t.object = $3->>'object')
        and ($3->>'created' is null or $3->>'created' not like '%..%' or ($4 = 'created' and $6::text is not null) or (t.in_era, t.xid) >= ((select first_era from days), (select first_xid from days)))
        and ($3->>'created' is null or $3->>'created' not like '%..%' or ($4 = '-created' and $6::text is not null) or (t.in_era, t.xid) <= ((select last_era from days), (select last_xid from days)))
        and ($6::text is null
          or ($4 = '-created' and (t.in_era, t.xid, t.trail_id) < (split_part($6, '.', 1)::integer, split_part($6, '.', 2)::xid8, split_part($6, '.', 3)::uuid))
          or ($4 = 'created' and (t.in_era, t.xid, t.trail_id) > (split_part($6, '.', 1)::integer, split_part($6, '.', 2)::xid8, split_part($6, '.', 3)::uuid)))
      order by case when $4 = 'created' then t.in_era end, case when $4 = '-created' then t.in_era end desc,
               case when $4 = 'created' then t.xid end, case when $4 = '-created' then t.xid end desc,
               case when $4 = 'created' then t.trail_id end, case when $4 = '-created' then t.trail_id end desc
      limit 20000
    ) looked_at
  ) looked_at
  where matches or last
  limit $7
) t
order by t.place
