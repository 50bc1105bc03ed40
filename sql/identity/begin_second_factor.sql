-- Keeps a secret, in force once a code of it was given. Run by rowhouse_auth.
select auth.begin_second_factor($1, $2)
