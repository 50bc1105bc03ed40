-- Which people are called so, by login or by name, whole; two at most, which is one too many. Run by rowhouse_admin.
-- A login is one person's alone, and counts before any name.
select id, sure
from (
  (select u.user_id::text as id, true as sure from auth.users u where u.login = lower(normalize(btrim($1), nfkc)))
  union all
  (select u.user_id::text, false
   from auth.users u
   where (left(app.searchable(u.display_name), 64) collate "C") = left(app.searchable(btrim($1)), 64)
     and app.searchable(u.display_name) = app.searchable(btrim($1))
   limit 2)
) called
order by sure desc
limit 2
