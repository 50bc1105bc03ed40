-- Deletes tasks $2 of project $1; the trash keeps them. Run by rowhouse_app.
delete from app.tasks t
using unnest($2::uuid[]) as chosen (id)
where t.project_id = $1 and t.id = chosen.id
returning t.id, t.project_id, t.title, t.completed_at is not null as done, t.version
