-- Compares a proof, counts the attempt and makes the session. Run by rowhouse_auth.
select outcome, retry_after from auth.sign_in($1, $2, $3, $4)
