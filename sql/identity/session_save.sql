-- Keeps a session's data; null when there is no such session. Run by rowhouse_auth.
select auth.session_save($1, $2)
