-- A page of tenants. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: one tenant alone; $2: how a name or a slug begins, or after a * what is anywhere in it; $3: what is chosen of the filters, each
-- under its name (several statuses with commas between; members and projects as app.in_range has them); $4: the order; $5, $6: key
-- and id after which the page begins; $7: how many. Members, projects and tasks are counted up to 1,000. What no index leads to is
-- picked out of those that come first in that order: of 2,000 where something is counted for each, of 10,000 that are searched, of 20,000.
select t.tenant_id::text as id, case when $4 in ('status', '-status') then t.status else left(app.searchable(t.name), 64) end as key, t.name, t.slug, t.status,
       (select count(*) from (select from app.members m where m.tenant_id = t.tenant_id limit 1001) m) as members,
       (select count(*) from (select from app.projects p where p.tenant_id = t.tenant_id limit 1001) p) as projects,
       (select count(*) from (select from app.tasks k where k.tenant_id = t.tenant_id limit 1001) k) as tasks,
       t.created_at, t.purge_after,
       t.matches, t.last
from (
  select *
  from (
    -- Whether each is as asked. The last one comes in any case: the next page begins behind it.
    select *, row_number() over () as place,
           row_number() over () = case when coalesce($3->>'members', $3->>'projects') is not null then 2000 when $2 like '*%' then 10000 when $3->>'status' like '%,%' or $3->>'removal' is not null then 20000 else $7::bigint end as last,
           (($2::text is null or $2 not like '*%' or strpos(app.searchable(name), app.searchable(substr($2, 2))) > 0 or strpos(slug, lower(substr($2, 2))) > 0)
            and ($3->>'status' is null or status = any (string_to_array($3->>'status', ',')))
            and ($3->>'removal' is null or ($3->>'removal' = 'never') = (purge_after is null))
            and ($3->>'members' is null or app.in_range((select count(*) from (select from app.members m where m.tenant_id = looked_at.tenant_id limit app.counted_for($3->>'members')) m), $3->>'members'))
            and ($3->>'projects' is null or app.in_range((select count(*) from (select from app.projects p where p.tenant_id = looked_at.tenant_id limit app.counted_for($3->>'projects')) p), $3->>'projects'))) is true as matches
    from (
      select tenant_id, name, slug, status, created_at, purge_after
      from app.tenants t
      where ($1::uuid is null or t.tenant_id = $1)
        and ($2::text is null or $2 like '*%' or (left(app.searchable(t.name), 64) collate "C") ^@ left(app.searchable($2), 64) or t.slug ^@ lower($2))
        and ($3::jsonb->>'status' is null or $3->>'status' like '%,%' or t.status = $3->>'status')
        and ($3->>'created' is null or (uuid_send(t.tenant_id) >= app.id_at(app.begins($3->>'created')) and uuid_send(t.tenant_id) < app.id_at(app.ends($3->>'created'))))
        and ($6::text is null
          or ($4 = 'name' and (left(app.searchable(t.name), 64) collate "C", uuid_send(t.tenant_id)) > ($5, uuid_send($6::uuid)))
          or ($4 = '-name' and (left(app.searchable(t.name), 64) collate "C", uuid_send(t.tenant_id)) < ($5, uuid_send($6::uuid)))
          or ($4 = 'status' and (left(t.status, 8) collate "C", uuid_send(t.tenant_id)) > (left($5, 8), uuid_send($6::uuid)))
          or ($4 = '-status' and (left(t.status, 8) collate "C", uuid_send(t.tenant_id)) < (left($5, 8), uuid_send($6::uuid)))
          or ($4 = 'created' and uuid_send(t.tenant_id) > uuid_send($6::uuid))
          or ($4 = '-created' and uuid_send(t.tenant_id) < uuid_send($6::uuid)))
      order by case when $4 = 'name' then left(app.searchable(t.name), 64) collate "C" end, case when $4 = '-name' then left(app.searchable(t.name), 64) collate "C" end desc,
               case when $4 = 'status' then left(t.status, 8) collate "C" end, case when $4 = '-status' then left(t.status, 8) collate "C" end desc,
               case when $4 in ('name', 'status', 'created') then uuid_send(t.tenant_id) end,
               case when $4 in ('-name', '-status', '-created') then uuid_send(t.tenant_id) end desc
      limit case when coalesce($3->>'members', $3->>'projects') is not null then 2000 when $2 like '*%' then 10000 when $3->>'status' like '%,%' or $3->>'removal' is not null then 20000 else $7::bigint end
    ) looked_at
  ) looked_at
  where matches or last
  limit $7
) t
order by t.place
