-- Deactivates or activates a person: the status as it was; $3: why. Run by rowhouse_operator, which has declared who acts.
select auth.set_user_status($1, $2, $3)
