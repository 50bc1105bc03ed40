-- The person of a login, or null. Run by rowhouse_migrator.
select auth.find_user($1)
