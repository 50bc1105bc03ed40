-- sql/tasks/list.sql with its tenant named: $4.
select id, project_id, title, completed_at is not null as done, version
from app.tasks
where tenant_id = $4 and project_id = $1
  and id < (select coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
order by id desc
limit $3
