-- An active superuser by login, for a command that says who acts. Run by rowhouse_operator.
select auth.superuser($1)
