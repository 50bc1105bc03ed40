-- Every project of the tenant and how many tasks it has. Run by rowhouse_app, to top them up.
select p.id, (select count(*) from app.tasks where project_id = p.id) as tasks from app.projects p order by p.id
