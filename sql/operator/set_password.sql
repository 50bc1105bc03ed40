-- Gives a person another password, which ends all sessions; false when there is no such person; $7: why.
-- Run by rowhouse_operator, which has declared who acts.
select auth.set_password($1, $2, $3, $4, $5, $6, $7)
