-- Ends sessions, all or none: those that there were, and whose; $2: why. Run by rowhouse_operator, which has declared who acts.
select session_id as id, user_id from auth.end_sessions($1, $2)
