-- How many tasks were done on each of the last seven days, the earliest first. Run by rowhouse_app.
-- Each day is a range of the index: to say of each task which day it was done on takes longer than to count it.
select to_char(d.day, 'Dy') as day, t.done
from generate_series(current_date - 6, current_date, interval '1 day') as d (day)
cross join lateral (
  select count(*) as done from app.tasks where completed_at >= d.day and completed_at < d.day + interval '1 day'
) t
order by d.day
