-- Ten new codes to be written down, by their hashes; $3: from which address. Run by rowhouse_auth.
select auth.write_recovery_codes($1, $2, $3)
