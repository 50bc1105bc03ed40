-- sql/dashboard/week.sql with its tenant named: $1.
select to_char(d.day, 'Dy') as day, t.done
from generate_series(current_date - 6, current_date, interval '1 day') as d (day)
cross join lateral (
  select count(*) as done from app.tasks where tenant_id = $1 and completed_at >= d.day and completed_at < d.day + interval '1 day'
) t
order by d.day
