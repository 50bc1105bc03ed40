-- Renames a tenant; false when there is none. Run by rowhouse_operator, which has declared who acts.
select auth.rename_tenant($1, $2)
