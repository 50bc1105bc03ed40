-- Ends every session of a person: how many there were; $2: why. Run by rowhouse_operator, which has declared who acts.
select auth.end_sessions_of($1, $2)
