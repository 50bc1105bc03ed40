-- Gives a member another role: done, gone, or conflict when it is not of version $4, which may be null; $5: why.
-- Run by rowhouse_operator, which has declared who acts.
select auth.set_member_role($1, $2, $3, $4, $5)
