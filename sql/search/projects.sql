-- Projects whose name contains the text $1, newest first; at most $2. Run by rowhouse_app.
-- strpos over a folded copy in the index of the tenant: no operator of pattern matching is leakproof, so under row
-- security none of them could use an index. Found in the index, then read: see search/tasks.
select found.id, p.name
from (
  select id from app.projects
  where strpos(norm, (select app.searchable($1) collate "C")) > 0
  order by id desc
  limit $2
) found
cross join lateral (select name from app.projects where id = found.id offset 0) p
order by found.id desc
