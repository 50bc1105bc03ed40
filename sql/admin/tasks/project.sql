-- The project of a task ($2) of a tenant ($1). Run by rowhouse_admin.
select k.project_id from app.tasks k where k.tenant_id = $1 and k.id = $2
