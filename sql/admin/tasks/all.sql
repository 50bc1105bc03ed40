-- The ids of all tasks asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql.
select t.tenant_id || '.' || t.id as id
from app.tasks t
where ($1::uuid is null or t.tenant_id = $1)
  and ($2::text is null or case when $2 like '*%' then strpos(t.norm, app.searchable(substr($2, 2))) > 0 else left(t.norm, 64) ^@ left(app.searchable($2), 64) end)
  and ($3::jsonb->>'state' is null or ($3->>'state' = 'done') = (t.completed_at is not null))
  and ($3->>'completed' is null or case $3->>'completed' when 'never' then t.completed_at is null when 'ever' then t.completed_at is not null else t.completed_at >= app.begins($3->>'completed') end)
  and ($3->>'created' is null or (uuid_send(t.id) >= app.id_at(app.begins($3->>'created')) and uuid_send(t.id) < app.id_at(app.ends($3->>'created'))))
  and ($3->>'project' is null or (t.tenant_id = split_part($3->>'project', '.', 1)::uuid and t.project_id = split_part($3->>'project', '.', 2)::uuid))
order by uuid_send(t.id)
limit 100001
