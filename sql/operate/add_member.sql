-- Makes a person a member of a tenant. Run by rowhouse_migrator.
select from auth.add_member($1, $2, $3)
