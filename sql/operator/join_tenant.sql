-- Makes a person a member of a tenant. Run by rowhouse_operator, which has declared who acts.
select from auth.join_tenant($1, $2, $3)
