-- The proof of a session's own person: confirmed, refused or throttled. Run by rowhouse_auth.
select outcome, retry_after from auth.reauthenticate($1, $2, $3)
