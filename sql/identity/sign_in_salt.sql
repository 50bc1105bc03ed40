-- What is needed to compute a proof; fakes for a login that does not exist. Run by rowhouse_auth.
select salt, memory_kib, iterations, lanes from auth.sign_in_salt($1)
