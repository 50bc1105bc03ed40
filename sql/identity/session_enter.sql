-- Lets a session work in another of its person's tenants. Run by rowhouse_auth.
select auth.session_enter($1, $2)
