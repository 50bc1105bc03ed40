-- Files that whoever has a session exports a list: false where that is neither a superuser nor support. Run by rowhouse_auth.
-- $1: the hash of the session; $2: the list; $3: the format; $4: what it is narrowed to; $5, $6: rows that were chosen one by one, and how
-- many of them go out, or null.
select auth.record_export($1, $2, $3, $4, $5, $6)
