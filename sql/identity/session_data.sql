-- What the session itself carries. Run by rowhouse_auth.
select data, expires_at from auth.session($1)
