-- Creates a tenant; $4: why. Run by rowhouse_operator, which has declared who acts.
select from auth.open_tenant($1, $2, $3, $4)
