-- A page of projects, of all tenants or of one. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: a tenant; $2: how a name begins; $4: a period; $6: the order; $7, $8: key and id (tenant.project) after which the page begins; $9: how
-- many. Tasks are counted up to 1,000.
select p.tenant_id || '.' || p.id as id, left(p.norm, 64) as key, p.name,
       (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = p.tenant_id) as tenant,
       (select count(*) from (select from app.tasks k where k.tenant_id = p.tenant_id and k.project_id = p.id limit 1001) k) as tasks,
       p.created_at
from (
  select *, row_number() over () as place
  from (
    select tenant_id, id, name, norm, created_at
    from app.projects p
    where ($1::uuid is null or p.tenant_id = $1)
      and ($2::text is null or left(p.norm, 64) ^@ left(app.searchable($2), 64))
      and $3::text is null and $5::text is null
      and ($4::text is null or (uuid_send(p.id) >= app.id_at(app.begins($4)) and uuid_send(p.id) < app.id_at(app.ends($4))))
      and ($8::text is null
        or ($6 = 'name' and (left(p.norm, 64), uuid_send(p.id)) > ($7, uuid_send(split_part($8, '.', 2)::uuid)))
        or ($6 = '-name' and (left(p.norm, 64), uuid_send(p.id)) < ($7, uuid_send(split_part($8, '.', 2)::uuid)))
        or ($6 = 'created' and uuid_send(p.id) > uuid_send(split_part($8, '.', 2)::uuid))
        or ($6 = '-created' and uuid_send(p.id) < uuid_send(split_part($8, '.', 2)::uuid)))
    order by case when $6 = 'name' then left(p.norm, 64) end, case when $6 = '-name' then left(p.norm, 64) end desc,
             case when $6 in ('name', 'created') then uuid_send(p.id) end,
             case when $6 in ('-name', '-created') then uuid_send(p.id) end desc
    limit $9
  ) asked_for
) p
order by p.place
