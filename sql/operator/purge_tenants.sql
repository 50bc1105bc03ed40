-- Removes the tenants that are past their grace: how many. Run by rowhouse_operator, every hour.
select auth.purge_tenants()
