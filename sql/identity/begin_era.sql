-- Says on which server this database lives: a new one begins a new era. Run by rowhouse_auth at every start.
select auth.begin_era()
