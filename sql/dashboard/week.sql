-- How many tasks were done on each of the last seven days, the earliest first. Run by rowhouse_app.
-- Project by project, each from the index that its progress is counted from ("offset 0" keeps it so).
select to_char(d.day, 'Dy') as day, count(t.completed_at) as done
from generate_series(current_date - 6, current_date, interval '1 day') as d (day)
left join (
  select c.completed_at
  from app.projects p
  cross join lateral (
    select completed_at from app.tasks where project_id = p.id and completed_at >= current_date - 6 offset 0
  ) c
) t on t.completed_at >= d.day and t.completed_at < d.day + interval '1 day'
group by d.day
order by d.day
