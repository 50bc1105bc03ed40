-- Keeps a view of a list for the superuser of a session: 'done', 'full' or 'refused'. Run by rowhouse_auth.
select auth.save_view($1, $2, $3, $4)
