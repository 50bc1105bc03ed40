-- A page of tenants by status, and in each by another order. Run by rowhouse_admin, which plans anew each time: what is not asked
-- for folds away. The parameters are those of list.sql. $4: both orders, with a comma between; $5: the status and the name of the
-- row after which the page begins, with a comma between.
-- There are few statuses: each is walked by itself, in the order of an index, either way and no further than a page.
-- What would have to be picked out of many, row by row, is never asked for in two orders.
select t.tenant_id::text as id, t.status || ',' || case when $4 like '%name' then t.by_name else '' end as key, t.name, t.slug, t.status,
       (select count(*) from (select from app.members m where m.tenant_id = t.tenant_id limit 1001) m) as members,
       (select count(*) from (select from app.projects p where p.tenant_id = t.tenant_id limit 1001) p) as projects,
       (select count(*) from (select from app.tasks k where k.tenant_id = t.tenant_id limit 1001) k) as tasks,
       t.created_at, t.purge_after
from (
  select t.*,
         row_number() over (order by case when $4 not like '-%' then s.of_status end, case when $4 like '-%' then s.of_status end desc,
                                     case when $4 like '%,name' then t.by_name end, case when $4 like '%,-name' then t.by_name end desc,
                                     case when $4 not like '%,-%' then t.by_id end, case when $4 like '%,-%' then t.by_id end desc) as place
  from (
    -- Where each begins: after that row, or at its edge. No name is as long, and no id.
    select k.of_status collate "C" as of_status,
           case when k.of_status = split_part($5, ',', 1) then substr($5, strpos($5, ',') + 1) when $4 like '%,-%' then repeat(chr(1114111), 65) else '' end collate "C" as name_edge,
           case when k.of_status = split_part($5, ',', 1) then uuid_send($6::text::uuid) when $4 like '%,-%' then decode(repeat('ff', 17), 'hex') else ''::bytea end as id_edge
    from (values ('active'), ('archived'), ('deleted'), ('suspended')) k (of_status)
    where ($3::jsonb->>'status' is null or k.of_status = any (string_to_array($3->>'status', ',')))
      and ($6::text is null
        or ($4 not like '-%' and k.of_status collate "C" >= split_part($5, ',', 1))
        or ($4 like '-%' and k.of_status collate "C" <= split_part($5, ',', 1)))
  ) s
  cross join lateral (
    select t.tenant_id, t.name, t.slug, t.status, t.created_at, t.purge_after, left(app.searchable(t.name), 64) collate "C" as by_name, uuid_send(t.tenant_id) as by_id
    from app.tenants t
    where left(t.status, 8) collate "C" = left(s.of_status, 8)
      and ($1::uuid is null or t.tenant_id = $1)
      and ($2::text is null or (left(app.searchable(t.name), 64) collate "C") ^@ left(app.searchable($2), 64) or t.slug ^@ lower($2))
      and ($3->>'created' is null or (uuid_send(t.tenant_id) >= app.id_at(app.begins($3->>'created')) and uuid_send(t.tenant_id) < app.id_at(app.ends($3->>'created'))))
      and ($4 not like '%,name' or (left(app.searchable(t.name), 64) collate "C", uuid_send(t.tenant_id)) > (s.name_edge, s.id_edge))
      and ($4 not like '%,-name' or (left(app.searchable(t.name), 64) collate "C", uuid_send(t.tenant_id)) < (s.name_edge, s.id_edge))
      and ($4 not like '%,created' or uuid_send(t.tenant_id) > s.id_edge)
      and ($4 not like '%,-created' or uuid_send(t.tenant_id) < s.id_edge)
    -- The first as well, though it is one: with row security the planner does not conclude it, and the index begins with it.
    order by case when $4 not like '%,-%' then left(t.status, 8) collate "C" end, case when $4 like '%,-%' then left(t.status, 8) collate "C" end desc,
             case when $4 like '%,name' then left(app.searchable(t.name), 64) collate "C" end,
             case when $4 like '%,-name' then left(app.searchable(t.name), 64) collate "C" end desc,
             case when $4 not like '%,-%' then uuid_send(t.tenant_id) end, case when $4 like '%,-%' then uuid_send(t.tenant_id) end desc
    limit $7
  ) t
  order by place
  limit $7
) t
order by t.place
