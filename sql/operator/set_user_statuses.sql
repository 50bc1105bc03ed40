-- Deactivates or activates people, all or none: of each the status as it was, and its version now where it was changed. $3: those
-- alone that are of these versions, or null; $4: why. Run by rowhouse_operator, which has declared who acts.
select user_id as id, was, version from auth.set_user_statuses($1, $2, $3, $4)
