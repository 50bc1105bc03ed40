-- People whose login or name begins so, by login. Run by rowhouse_admin.
-- $1: how it begins; $2: how many. Either half is read in the order of its index, and no further than that many.
select id, display_name as name, login, status
from (
  (select u.user_id as id, u.display_name, u.login, u.status
   from auth.users u
   where (left(app.searchable(u.display_name), 64) collate "C") ^@ left(app.searchable($1), 64)
   order by left(app.searchable(u.display_name), 64) collate "C"
   limit $2)
  union
  (select u.user_id, u.display_name, u.login, u.status
   from auth.users u
   where u.login ^@ lower(normalize(btrim($1), nfkc))
   order by u.login
   limit $2)
) found
order by login
limit $2
