-- The person of a login. Run by rowhouse_admin.
select u.user_id from auth.users u where u.login = lower(normalize(btrim($1), nfkc))
