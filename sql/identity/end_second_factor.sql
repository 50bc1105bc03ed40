-- Does without a second factor from now on; $2: from which address that was asked. Run by rowhouse_auth.
select auth.end_second_factor($1, $2)
