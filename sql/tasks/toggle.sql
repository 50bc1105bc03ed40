-- Marks a task done or open: $2, or the other of the two when $2 is null. A retry changes nothing. Run by rowhouse_app.
-- The version stays: it guards the title, and whoever edits that loses nothing by this.
update app.tasks
set completed_at = case when coalesce($2, completed_at is null) then coalesce(completed_at, now()) end
where id = $1
returning id, project_id, title, completed_at is not null as done, version
