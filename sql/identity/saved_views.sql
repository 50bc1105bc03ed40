-- What the superuser of a session keeps of a list of the panel. Run by rowhouse_auth.
select name, query from auth.saved_views($1, $2)
