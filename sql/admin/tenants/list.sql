-- A page of tenants. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: one tenant alone; $2: how a name or a slug begins; $3: a status; $4: a period; $6: the order; $7, $8: key and id after
-- which the page begins; $9: how many. Members, projects and tasks are counted up to 1,000.
select t.tenant_id::text as id, case when $6 in ('status', '-status') then t.status else left(app.searchable(t.name), 64) end as key, t.name, t.slug, t.status,
       (select count(*) from (select from app.members m where m.tenant_id = t.tenant_id limit 1001) m) as members,
       (select count(*) from (select from app.projects p where p.tenant_id = t.tenant_id limit 1001) p) as projects,
       (select count(*) from (select from app.tasks k where k.tenant_id = t.tenant_id limit 1001) k) as tasks,
       t.created_at
from (
  select *, row_number() over () as place
  from (
    select tenant_id, name, slug, status, created_at
    from app.tenants t
    where ($1::uuid is null or t.tenant_id = $1)
      and ($2::text is null or (left(app.searchable(t.name), 64) collate "C") ^@ left(app.searchable($2), 64) or t.slug ^@ lower($2))
      and ($3::text is null or t.status = $3)
      and ($4::text is null or (uuid_send(t.tenant_id) >= app.id_at(app.begins($4)) and uuid_send(t.tenant_id) < app.id_at(app.ends($4))))
      and $5::text is null
      and ($8::text is null
        or ($6 = 'name' and (left(app.searchable(t.name), 64) collate "C", uuid_send(t.tenant_id)) > ($7, uuid_send($8::uuid)))
        or ($6 = '-name' and (left(app.searchable(t.name), 64) collate "C", uuid_send(t.tenant_id)) < ($7, uuid_send($8::uuid)))
        or ($6 = 'status' and (left(t.status, 8) collate "C", uuid_send(t.tenant_id)) > (left($7, 8), uuid_send($8::uuid)))
        or ($6 = '-status' and (left(t.status, 8) collate "C", uuid_send(t.tenant_id)) < (left($7, 8), uuid_send($8::uuid)))
        or ($6 = 'created' and uuid_send(t.tenant_id) > uuid_send($8::uuid))
        or ($6 = '-created' and uuid_send(t.tenant_id) < uuid_send($8::uuid)))
    order by case when $6 = 'name' then left(app.searchable(t.name), 64) collate "C" end, case when $6 = '-name' then left(app.searchable(t.name), 64) collate "C" end desc,
             case when $6 = 'status' then left(t.status, 8) collate "C" end, case when $6 = '-status' then left(t.status, 8) collate "C" end desc,
             case when $6 in ('name', 'status', 'created') then uuid_send(t.tenant_id) end,
             case when $6 in ('-name', '-status', '-created') then uuid_send(t.tenant_id) end desc
    limit $9
  ) asked_for
) t
order by t.place
