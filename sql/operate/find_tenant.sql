-- The tenant of a slug, or null. Run by rowhouse_migrator.
select auth.find_tenant($1)
