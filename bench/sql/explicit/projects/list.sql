-- sql/projects/list.sql with its tenant named: $3.
select p.id, p.name, p.version, t.total, t.done
from (
  select id, name, version
  from app.projects
  where tenant_id = $3 and id < (select coalesce($1, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
  order by id desc
  limit $2
) p
cross join lateral (
  select count(*) as total, count(completed_at) as done from app.tasks where tenant_id = $3 and project_id = p.id
) t
order by p.id desc
