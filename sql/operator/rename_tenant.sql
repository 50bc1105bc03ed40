-- Renames a tenant: done, gone, or conflict when it is not of version $3, which may be null; $4: why.
-- Run by rowhouse_operator, which has declared who acts.
select auth.rename_tenant($1, $2, $3, $4)
