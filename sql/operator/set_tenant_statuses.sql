-- Suspends, archives, deletes or restores tenants, all or none: of each the status as it was, and its version now where it was
-- changed. $3: the days of grace; $4: those alone that are in one of these states, or null; $5: those alone that are of these
-- versions, or null; $6: why. Run by rowhouse_operator, which has declared who acts.
select tenant_id as id, was, version from auth.set_tenant_statuses($1, $2, make_interval(days => $3), $4, $5, $6)
