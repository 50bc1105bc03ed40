-- The figures at the head of the superuser panel. Run by rowhouse_admin.
-- Tasks are not counted here: over all tenants that would read the whole table.
select count(*) as tenants, count(*) filter (where status = 'active') as active from app.tenants
