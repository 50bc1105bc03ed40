-- Takes the lock under which migrations run, or says that another session has it. Run by rowhouse_migrator.
select pg_try_advisory_lock($1)
