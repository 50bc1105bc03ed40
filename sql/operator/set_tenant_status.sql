-- Suspends, archives, deletes or restores a tenant: the status as it was. $3: the days of grace of one that is deleted; $4: why.
-- Run by rowhouse_operator, which has declared who acts.
select auth.set_tenant_status($1, $2, make_interval(days => $3), $4)
