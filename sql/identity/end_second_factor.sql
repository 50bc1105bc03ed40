-- Does without a second factor from now on. Run by rowhouse_auth.
select auth.end_second_factor($1)
