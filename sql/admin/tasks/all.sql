-- The ids of all tasks asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql.
select t.tenant_id || '.' || t.id as id
from app.tasks t
where ($1::uuid is null or t.tenant_id = $1)
  and ($2::text is null or left(t.norm, 64) ^@ left(app.searchable($2), 64))
  and ($3::text is null or ($3 = 'done') = (t.completed_at is not null))
  and ($4::text is null or (uuid_send(t.id) >= app.id_at(app.begins($4)) and uuid_send(t.id) < app.id_at(app.ends($4))))
  and ($5::text is null or (t.tenant_id = split_part($5, '.', 1)::uuid and t.project_id = split_part($5, '.', 2)::uuid))
order by uuid_send(t.id)
limit 100001
