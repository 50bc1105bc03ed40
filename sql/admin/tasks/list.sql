-- A page of tasks, of all tenants or of one. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: a tenant; $2: how a title begins, or after a * what is anywhere in it; $3: what is chosen of the filters, each under its name (a
-- project as tenant.project); $4: the order; $5, $6: key and id after which the page begins; $7: how many. Of the 20,000 that come
-- first in that order, or the 10,000 that are searched, those that are as asked.
select t.tenant_id || '.' || t.id as id, left(t.norm, 64) as key, t.title, case when t.completed_at is null then 'open' else 'done' end as state,
       (select array[p.tenant_id || '.' || p.id, p.name] from app.projects p where p.tenant_id = t.tenant_id and p.id = t.project_id) as project,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = t.tenant_id) as tenant, t.created_at, t.completed_at,
       t.matches, t.last
from (
  select *
  from (
    -- Whether each is as asked. The last one comes in any case: the next page begins behind it.
    select *, row_number() over () as place,
           row_number() over () = case when $2 like '*%' then 10000 else 20000 end as last,
           (($2::text is null or $2 not like '*%' or strpos(norm, app.searchable(substr($2, 2))) > 0)
            and ($3->>'state' is null or ($3->>'state' = 'done') = (completed_at is not null))
            and ($3->>'completed' is null or case $3->>'completed' when 'never' then completed_at is null when 'ever' then completed_at is not null else completed_at >= app.begins($3->>'completed') end)) is true as matches
    from (
      select tenant_id, id, project_id, title, norm, completed_at, created_at
      from app.tasks t
      where ($1::uuid is null or t.tenant_id = $1)
        and ($2::text is null or $2 like '*%' or left(t.norm, 64) ^@ left(app.searchable($2), 64))
        and ($3::jsonb->>'created' is null or (uuid_send(t.id) >= app.id_at(app.begins($3->>'created')) and uuid_send(t.id) < app.id_at(app.ends($3->>'created'))))
        and ($3->>'project' is null or (t.tenant_id = split_part($3->>'project', '.', 1)::uuid and t.project_id = split_part($3->>'project', '.', 2)::uuid))
        and ($6::text is null
          or ($4 = 'title' and (left(t.norm, 64), uuid_send(t.id)) > ($5, uuid_send(split_part($6, '.', 2)::uuid)))
          or ($4 = '-title' and (left(t.norm, 64), uuid_send(t.id)) < ($5, uuid_send(split_part($6, '.', 2)::uuid)))
          or ($4 = 'created' and uuid_send(t.id) > uuid_send(split_part($6, '.', 2)::uuid))
          or ($4 = '-created' and uuid_send(t.id) < uuid_send(split_part($6, '.', 2)::uuid)))
      order by case when $4 = 'title' then left(t.norm, 64) end, case when $4 = '-title' then left(t.norm, 64) end desc,
               case when $4 in ('title', 'created') then uuid_send(t.id) end,
               case when $4 in ('-title', '-created') then uuid_send(t.id) end desc
      limit case when $2 like '*%' then 10000 else 20000 end
    ) looked_at
  ) looked_at
  where matches or last
  limit $7
) t
order by t.place
