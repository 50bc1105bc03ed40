-- Takes a person out of a tenant: the role as it was, null when there is no such member; $3: why.
-- Run by rowhouse_operator, which has declared who acts.
select auth.remove_member($1, $2, $3)
