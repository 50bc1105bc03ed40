-- The ids of all projects asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql.
select p.tenant_id || '.' || p.id as id
from app.projects p
where ($1::uuid is null or p.tenant_id = $1)
  and ($2::text is null or left(p.norm, 64) ^@ left(app.searchable($2), 64))
  and $3::text is null and $5::text is null
  and ($4::text is null or (uuid_send(p.id) >= app.id_at(app.begins($4)) and uuid_send(p.id) < app.id_at(app.ends($4))))
order by uuid_send(p.id)
limit 100001
