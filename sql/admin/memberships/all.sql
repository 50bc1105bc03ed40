-- The ids of all memberships asked for, for an act on all of them: at most 100,001. Run by rowhouse_admin.
-- $1 to $3 are those of list.sql.
select m.tenant_id || '.' || m.user_id as id
from app.members m
where ($1::uuid is null or m.tenant_id = $1)
  and ($2::text is null or case when $2 like '*%' then strpos(app.searchable(m.display_name), app.searchable(substr($2, 2))) > 0 else (left(app.searchable(m.display_name), 64) collate "C") ^@ left(app.searchable($2), 64) end)
  and ($3::jsonb->>'role' is null or m.role = any (string_to_array($3->>'role', ',')))
  and ($3->>'created' is null
    or (timestamptz_send(m.created_at) >= timestamptz_send(app.begins($3->>'created')) and timestamptz_send(m.created_at) < timestamptz_send(app.ends($3->>'created'))))
  and ($3->>'person' is null
    or (m.user_id = ($3->>'person')::uuid and m.tenant_id in (select b.tenant_id from auth.memberships b where b.user_id = ($3->>'person')::uuid)))
order by timestamptz_send(m.created_at), uuid_send(m.tenant_id), uuid_send(m.user_id)
limit 100001
