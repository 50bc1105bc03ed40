-- sql/dashboard/week.sql with its tenant named: $1.
select to_char(d.day, 'Dy') as day, coalesce(t.done, 0) as done
from generate_series(current_date - 6, current_date, interval '1 day') as d (day)
left join (
  select completed_at::date as day, count(*) as done
  from app.tasks
  where tenant_id = $1 and completed_at >= (current_date - 6)::timestamptz
  group by completed_at::date
) t on t.day = d.day::date
order by d.day
