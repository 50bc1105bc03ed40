-- The ids of all memberships asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $5 are those of list.sql.
select m.tenant_id || '.' || m.user_id as id
from app.members m
where ($1::uuid is null or m.tenant_id = $1)
  and ($2::text is null or (left(app.searchable(m.display_name), 64) collate "C") ^@ left(app.searchable($2), 64))
  and ($3::text is null or (left(m.role, 1) collate "C") = left($3, 1))
  and ($4::text is null
    or (timestamptz_send(m.created_at) >= timestamptz_send(app.begins($4)) and timestamptz_send(m.created_at) < timestamptz_send(app.ends($4))))
  and ($5::text is null
    or (m.user_id = $5::uuid and m.tenant_id in (select b.tenant_id from auth.memberships b where b.user_id = $5::uuid)))
order by timestamptz_send(m.created_at), uuid_send(m.tenant_id), uuid_send(m.user_id)
limit 100001
