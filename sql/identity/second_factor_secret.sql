-- What a code is compared with. Run by rowhouse_auth.
select login, secret from auth.second_factor_secret($1)
