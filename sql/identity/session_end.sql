-- Ends a session on every running instance. Run by rowhouse_auth at sign-out.
select from auth.session_end($1)
