-- Makes a person a member of a tenant; $4: why. False when it is one already. Run by rowhouse_operator, which has declared who acts.
select auth.join_tenant($1, $2, $3, $4)
