-- Takes a code: the hash of the secret it was compared with ($2) and its interval ($3), or the hash of one that was written down
-- ($4). Run by rowhouse_auth.
select outcome, retry_after from auth.take_code($1, $2, $3, $4, $5)
