-- Removes what is older than $1 days from the trails: how many entries of tenants, and about signing in and looking. Run by rowhouse_operator,
-- every hour where a retention is set.
select app.expire_trail($1) + auth.expire_sign_ins($1) as removed
