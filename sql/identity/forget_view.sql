-- Forgets a view that the superuser of a session keeps. Run by rowhouse_auth.
select auth.forget_view($1, $2, $3)
