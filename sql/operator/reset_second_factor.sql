-- Takes a person's lost second factor away; $2: why. Run by rowhouse_operator, which has declared who acts.
select auth.reset_second_factor($1, $2)
