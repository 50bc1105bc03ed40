-- sql/dashboard/recent.sql with its tenant named: $1.
select r.id, r.project_id, r.title, r.done, p.name as project, extract(epoch from now() - r.touched_at)::bigint as age
from (
  select distinct on (u.id) u.id, u.project_id, u.title, u.done, u.touched_at
  from (
    (select id, project_id, title, completed_at is not null as done, greatest(created_at, completed_at) as touched_at
     from app.tasks where tenant_id = $1 order by id desc limit 6)
    union all
    (select id, project_id, title, true, completed_at
     from app.tasks where tenant_id = $1 and completed_at >= now() - interval '7 days' order by completed_at desc limit 6)
  ) u
  order by u.id
) r
cross join lateral (select name from app.projects where tenant_id = $1 and id = r.project_id offset 0) p
order by r.touched_at desc, r.id desc
limit 6
