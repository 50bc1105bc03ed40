-- Renames a person ($2), says of which kind it is ($3), and what support may do ($4), each kept where it is null: done, gone, or conflict
-- when it is not of version $5, which may be null; $6: why. Run by rowhouse_operator, which has declared who acts.
select auth.edit_user($1, $2, $3, $4, $5, $6)
