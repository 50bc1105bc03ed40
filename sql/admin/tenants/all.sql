-- The ids of all tenants asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql.
select t.tenant_id::text as id
from app.tenants t
where ($1::uuid is null or t.tenant_id = $1)
  and ($2::text is null or (left(app.searchable(t.name), 64) collate "C") ^@ left(app.searchable($2), 64) or t.slug ^@ lower($2))
  and ($3::text is null or t.status = $3)
  and ($4::text is null or (uuid_send(t.tenant_id) >= app.id_at(app.begins($4)) and uuid_send(t.tenant_id) < app.id_at(app.ends($4))))
  and $5::text is null
order by t.tenant_id
limit 100001
