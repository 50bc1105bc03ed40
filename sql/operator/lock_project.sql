-- Holds a project of a tenant and its tasks as they are, until it has been moved: a mark of what they are (versions, and what is
-- done), which a move does not change; no row when there is no such project. Run by rowhouse_operator, which has declared who acts.
with project as materialized (
  select p.version from app.projects p where p.tenant_id = $1 and p.id = $2 for update
), held as materialized (
  select k.id, k.version, k.completed_at from app.tasks k where k.tenant_id = $1 and k.project_id = $2 order by k.id for update
)
select p.version || ' ' || md5(coalesce(
         (select string_agg(concat_ws(' ', h.id, h.version, extract(epoch from h.completed_at)), ',' order by h.id) from held h), '')) as mark
from project p
