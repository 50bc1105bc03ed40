-- A page of projects, newest first, each with its counts. Run by rowhouse_app.
-- $1: the id after which the page begins, null for the first; $2: how many.
-- The bound is a subquery, so that it is known before the index is entered: a bare coalesce would filter row by row.
-- The page is cut before anything is counted: a lateral over the listed projects alone.
select p.id, p.name, p.version, t.total, t.done
from (
  select id, name, version
  from app.projects
  where id < (select coalesce($1, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
  order by id desc
  limit $2
) p
cross join lateral (
  select count(*) as total, count(completed_at) as done from app.tasks where project_id = p.id
) t
order by p.id desc
