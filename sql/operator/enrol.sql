-- Creates a person of the kind $9, with the rights $10 where it is support; $11: why. Run by rowhouse_operator, which has declared who acts.
select from auth.enrol($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
