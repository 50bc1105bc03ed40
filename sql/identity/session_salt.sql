-- What the person of a session needs to compute a proof; no row while somebody is impersonated. Run by rowhouse_auth.
select salt, memory_kib, iterations, lanes from auth.session_salt($1)
