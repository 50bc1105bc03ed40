-- Creates a person. Run by rowhouse_migrator: the auth role must not be able to mint a superuser.
select from auth.create_user($1, $2, $3, $4, $5, $6, $7, $8, $9)
