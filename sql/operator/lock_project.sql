-- Holds a project of a tenant and its tasks as they are, until it has been moved: its version; no row when there is no such
-- project. Run by rowhouse_operator, which has declared who acts.
with project as materialized (
  select p.id, p.version from app.projects p where p.tenant_id = $1 and p.id = $2 for update
), held as materialized (
  select k.id from app.tasks k where k.tenant_id = $1 and k.project_id = $2 order by k.id for update
)
select version from project where (select count(*) from held) >= 0
