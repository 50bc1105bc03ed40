-- Deactivates or activates people, all or none: of each the status as it was; $3: why. Run by rowhouse_operator, which has declared who acts.
select user_id as id, was from auth.set_user_statuses($1, $2, $3)
