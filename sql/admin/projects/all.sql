-- The ids of all projects asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql.
select p.tenant_id || '.' || p.id as id
from app.projects p
where ($1::uuid is null or p.tenant_id = $1)
  and ($2::text is null or case when $2 like '*%' then strpos(p.norm, app.searchable(substr($2, 2))) > 0 else left(p.norm, 64) ^@ left(app.searchable($2), 64) end)
  and ($3::jsonb->>'created' is null or (uuid_send(p.id) >= app.id_at(app.begins($3->>'created')) and uuid_send(p.id) < app.id_at(app.ends($3->>'created'))))
  and ($3->>'tasks' is null or app.in_range((select count(*) from (select from app.tasks k where k.tenant_id = p.tenant_id and k.project_id = p.id limit app.counted_for($3->>'tasks')) k), $3->>'tasks'))
order by uuid_send(p.id)
limit 100001
