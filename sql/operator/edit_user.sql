-- Renames a person ($2: null keeps the name), and says of which kind it is: done, gone, or conflict when it is not of version $4, which may be null;
-- $5: why. Run by rowhouse_operator, which has declared who acts.
select auth.edit_user($1, $2, $3, $4, $5)
