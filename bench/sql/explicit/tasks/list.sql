-- sql/tasks/list.sql with its tenant named: $5.
select id, project_id, title, completed_at is not null as done, version
from app.tasks
where tenant_id = $5 and project_id = $1
  and id < (select coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
  and ($4::boolean is null or (completed_at is not null) = $4)
order by id desc
limit $3
