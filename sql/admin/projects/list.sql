-- A page of projects, of all tenants or of one. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: a tenant; $2: how a name begins, or after a * what is anywhere in it; $3: what is chosen of the filters, each under its name
-- (tasks as app.in_range has them); $4: the order; $5, $6: key and id (tenant.project) after which the page begins; $7: how many.
-- Tasks are counted up to 1,000. What no index leads to is picked out of the 2,000 (counted) or 10,000 (searched) that come first.
select p.tenant_id || '.' || p.id as id, left(p.norm, 64) as key, p.name,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = p.tenant_id) as tenant,
       (select count(*) from (select from app.tasks k where k.tenant_id = p.tenant_id and k.project_id = p.id limit 1001) k) as tasks,
       p.created_at,
       p.matches, p.last
from (
  select *
  from (
    -- Whether each is as asked. The last one comes in any case: the next page begins behind it.
    select *, row_number() over () as place,
           row_number() over () = case when $3->>'tasks' is not null then 2000 when $2 like '*%' then 10000 else $7::bigint end as last,
           (($2::text is null or $2 not like '*%' or strpos(norm, app.searchable(substr($2, 2))) > 0)
            and ($3->>'tasks' is null or app.in_range((select count(*) from (select from app.tasks k where k.tenant_id = looked_at.tenant_id and k.project_id = looked_at.id limit app.counted_for($3->>'tasks')) k), $3->>'tasks'))) is true as matches
    from (
      select tenant_id, id, name, norm, created_at
      from app.projects p
      where ($1::uuid is null or p.tenant_id = $1)
        and ($2::text is null or $2 like '*%' or left(p.norm, 64) ^@ left(app.searchable($2), 64))
        and ($3::jsonb->>'created' is null or (uuid_send(p.id) >= app.id_at(app.begins($3->>'created')) and uuid_send(p.id) < app.id_at(app.ends($3->>'created'))))
        and ($6::text is null
          or ($4 = 'name' and (left(p.norm, 64), uuid_send(p.id)) > ($5, uuid_send(split_part($6, '.', 2)::uuid)))
          or ($4 = '-name' and (left(p.norm, 64), uuid_send(p.id)) < ($5, uuid_send(split_part($6, '.', 2)::uuid)))
          or ($4 = 'created' and uuid_send(p.id) > uuid_send(split_part($6, '.', 2)::uuid))
          or ($4 = '-created' and uuid_send(p.id) < uuid_send(split_part($6, '.', 2)::uuid)))
      order by case when $4 = 'name' then left(p.norm, 64) end, case when $4 = '-name' then left(p.norm, 64) end desc,
               case when $4 in ('name', 'created') then uuid_send(p.id) end,
               case when $4 in ('-name', '-created') then uuid_send(p.id) end desc
      limit case when $3->>'tasks' is not null then 2000 when $2 like '*%' then 10000 else $7::bigint end
    ) looked_at
  ) looked_at
  where matches or last
  limit $7
) p
order by p.place
