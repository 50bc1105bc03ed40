-- The ids of all tenants asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql.
select t.tenant_id::text as id
from app.tenants t
where ($1::uuid is null or t.tenant_id = $1)
  and ($2::text is null or case when $2 like '*%' then strpos(app.searchable(t.name), app.searchable(substr($2, 2))) > 0 or strpos(t.slug, lower(substr($2, 2))) > 0 else (left(app.searchable(t.name), 64) collate "C") ^@ left(app.searchable($2), 64) or t.slug ^@ lower($2) end)
  and ($3::jsonb->>'status' is null or t.status = any (string_to_array($3->>'status', ',')))
  and ($3->>'created' is null or (uuid_send(t.tenant_id) >= app.id_at(app.begins($3->>'created')) and uuid_send(t.tenant_id) < app.id_at(app.ends($3->>'created'))))
  and ($3->>'removal' is null or ($3->>'removal' = 'never') = (t.purge_after is null))
  and ($3->>'members' is null or app.in_range((select count(*) from (select from app.members m where m.tenant_id = t.tenant_id limit app.counted_for($3->>'members')) m), $3->>'members'))
  and ($3->>'projects' is null or app.in_range((select count(*) from (select from app.projects p where p.tenant_id = t.tenant_id limit app.counted_for($3->>'projects')) p), $3->>'projects'))
order by t.tenant_id
limit 100001
