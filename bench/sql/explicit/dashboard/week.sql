-- sql/dashboard/week.sql with its tenant named: $1.
select to_char(d.day, 'Dy') as day, count(t.completed_at) as done
from generate_series(current_date - 6, current_date, interval '1 day') as d (day)
left join (
  select c.completed_at
  from app.projects p
  cross join lateral (
    select completed_at from app.tasks where tenant_id = $1 and project_id = p.id and completed_at >= current_date - 6 offset 0
  ) c
  where p.tenant_id = $1
) t on t.completed_at >= d.day and t.completed_at < d.day + interval '1 day'
group by d.day
order by d.day
