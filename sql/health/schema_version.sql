-- The last migration that has run. Run by rowhouse_auth, before a database of somebody else's is served.
select migrations.version()
