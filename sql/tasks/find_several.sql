-- Tasks $2 of project $1. Run by rowhouse_app.
select t.id, t.project_id, t.title, t.completed_at is not null as done, t.version
from unnest($2::uuid[]) as chosen (id)
join app.tasks t on t.id = chosen.id and t.project_id = $1
