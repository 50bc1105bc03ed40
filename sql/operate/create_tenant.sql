-- Creates a tenant without members. Run by rowhouse_migrator.
select from auth.create_tenant($1, $2, $3)
