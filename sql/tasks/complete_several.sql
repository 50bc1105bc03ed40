-- Marks tasks $2 of project $1 done ($3 true) or open, those that are not yet; gives those alone, so that an undo undoes no
-- more. Run by rowhouse_app.
update app.tasks t
set completed_at = case when $3 then now() end
from unnest($2::uuid[]) as chosen (id)
where t.project_id = $1 and t.id = chosen.id and (t.completed_at is not null) <> $3
returning t.id, t.project_id, t.title, t.completed_at is not null as done, t.version
