-- Has a session of the acting superuser look around as a person ($2) in a tenant ($3): done, or why not. $4: whether it may write;
-- $5: why. Run by rowhouse_operator, which has declared who acts.
select auth.impersonate($1, $2, $3, $4, $5)
