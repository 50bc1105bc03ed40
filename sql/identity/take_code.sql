-- Takes a code: its interval ($2), or the hash of one that was written down ($3). Run by rowhouse_auth.
select outcome, retry_after from auth.take_code($1, $2, $3, $4)
