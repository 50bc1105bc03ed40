-- Suspends, archives, deletes or restores tenants, all or none: of each the status as it was. $3: the days of grace; $4: those
-- alone that are in one of these states, or null; $5: why. Run by rowhouse_operator, which has declared who acts.
select tenant_id as id, was from auth.set_tenant_statuses($1, $2, make_interval(days => $3), $4, $5)
