-- A page of tasks, of all tenants or of one. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: a tenant; $2: how a title begins; $3: a state; $4: a period; $5: a project (tenant.project); $6: the order; $7, $8: key and id after
-- which the page begins; $9: how many. Of the 20,000 that come first in that order, those in that state.
select t.tenant_id || '.' || t.id as id, left(t.norm, 64) as key, t.title, case when t.completed_at is null then 'open' else 'done' end as state,
       (select array[p.tenant_id || '.' || p.id, p.name] from app.projects p where p.tenant_id = t.tenant_id and p.id = t.project_id) as project,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = t.tenant_id) as tenant, t.created_at, t.completed_at
from (
  select *, row_number() over () as place
  from (
    select tenant_id, id, project_id, title, norm, completed_at, created_at
    from app.tasks t
    where ($1::uuid is null or t.tenant_id = $1)
      and ($2::text is null or left(t.norm, 64) ^@ left(app.searchable($2), 64))
      and ($4::text is null or (uuid_send(t.id) >= app.id_at(app.begins($4)) and uuid_send(t.id) < app.id_at(app.ends($4))))
      and ($5::text is null or (t.tenant_id = split_part($5, '.', 1)::uuid and t.project_id = split_part($5, '.', 2)::uuid))
      and ($8::text is null
        or ($6 = 'title' and (left(t.norm, 64), uuid_send(t.id)) > ($7, uuid_send(split_part($8, '.', 2)::uuid)))
        or ($6 = '-title' and (left(t.norm, 64), uuid_send(t.id)) < ($7, uuid_send(split_part($8, '.', 2)::uuid)))
        or ($6 = 'created' and uuid_send(t.id) > uuid_send(split_part($8, '.', 2)::uuid))
        or ($6 = '-created' and uuid_send(t.id) < uuid_send(split_part($8, '.', 2)::uuid)))
    order by case when $6 = 'title' then left(t.norm, 64) end, case when $6 = '-title' then left(t.norm, 64) end desc,
             case when $6 in ('title', 'created') then uuid_send(t.id) end,
             case when $6 in ('-title', '-created') then uuid_send(t.id) end desc
    limit 20000
  ) looked_at
  where $3::text is null or ($3 = 'done') = (completed_at is not null)
  limit $9
) t
order by t.place
