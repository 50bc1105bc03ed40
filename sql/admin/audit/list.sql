-- A page of the tenants' audit trails, the latest first. Run by rowhouse_admin, which plans anew each time: what is not asked for
-- folds away. $1: a tenant; $2: the login of who did it, whole; $3: what is chosen of the filters, each under its name (several acts
-- with commas between; as object the thing it was done to, by its id, or a kind of thing); $4: the order; $6: era.transaction.id after
-- which the page begins; $7: how many. Of the 20,000 that come first, those that are as asked.
-- Between days of one's own, those that come first there or a day beside them: see app.audit_around.
with days as materialized (
  select b.below_era as first_era, b.below_xid as first_xid, e.above_era as last_era, e.above_xid as last_xid
  from app.audit_around(app.begins($3::jsonb->>'created') - interval '1 day') b, app.audit_around(app.ends($3->>'created') + interval '1 day') e
)
select a.era || '.' || a.xid::text || '.' || a.id as id, ''::text as key, a.at,
       case when a.actor is not null then array[a.actor::text, coalesce((select u.login from auth.users u where u.user_id = a.actor), 'somebody removed')
           || coalesce(' (' || (a.impersonator ->> 'name') || ' acting)', '')] end as actor,
       a.act, array[case a.object when 'tenants' then 'tenants/' when 'audit' then '' when 'members' then 'memberships/' || a.tenant_id || '.'
                         else a.object || '/' || a.tenant_id || '.' end || a.object_id::text,
                    coalesce(a.after ->> 'title', a.after ->> 'name', a.after ->> 'display_name', a.before ->> 'title', a.before ->> 'name',
                             a.before ->> 'display_name', a.object)] as object,
       (select string_agg(f.key || ': ' || coalesce(a.before ->> f.key, 'nothing') || ' → ' || coalesce(a.after ->> f.key, 'nothing'), ', ' order by f.key)
        from jsonb_object_keys(a.after) f (key) where a.act = 'update' and a.before -> f.key is distinct from a.after -> f.key) as changes,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = a.tenant_id) as tenant,
       a.matches, a.last
from (
  select *
  from (
    -- Whether each is as asked. The last one comes in any case: the next page begins behind it.
    select *, row_number() over () as place,
           row_number() over () = 20000 as last,
           (($2::text is null or actor = (select u.user_id from auth.users u where u.login = lower(normalize(btrim($2), nfkc))))
            and ($3->>'act' is null or act = any (string_to_array($3->>'act', ',')))
            and ($3->>'created' is null or (at >= app.begins($3->>'created') and at < app.ends($3->>'created')))
            and ($3->>'object' is null or case when $3->>'object' like '%-%' then object_id = ($3->>'object')::uuid else object = $3->>'object' end)) is true as matches
    from (
      select tenant_id, id, era, xid, at, actor, impersonator, act, object, object_id, before, after
      from app.audit a
      where ($1::uuid is null or a.tenant_id = $1)
        -- the thing's own index begins with its tenant
        and ($1::uuid is null or $3->>'object' is null or $3->>'object' not like '%-%' or a.object_id = ($3->>'object')::uuid)
        and $5::text is null
        and ($3->>'created' is null or $3->>'created' not like '%..%' or ($4 = 'created' and $6::text is not null) or (a.era, a.xid) >= ((select first_era from days), (select first_xid from days)))
        and ($3->>'created' is null or $3->>'created' not like '%..%' or ($4 = '-created' and $6::text is not null) or (a.era, a.xid) <= ((select last_era from days), (select last_xid from days)))
        and ($6::text is null
          or ($4 = '-created' and (a.era, a.xid, a.id) < (split_part($6, '.', 1)::integer, split_part($6, '.', 2)::xid8, split_part($6, '.', 3)::uuid))
          or ($4 = 'created' and (a.era, a.xid, a.id) > (split_part($6, '.', 1)::integer, split_part($6, '.', 2)::xid8, split_part($6, '.', 3)::uuid)))
      order by case when $4 = 'created' then a.era end, case when $4 = '-created' then a.era end desc,
               case when $4 = 'created' then a.xid end, case when $4 = '-created' then a.xid end desc,
               case when $4 = 'created' then a.id end, case when $4 = '-created' then a.id end desc
      limit 20000
    ) looked_at
  ) looked_at
  where matches or last
  limit $7
) a
order by a.place
