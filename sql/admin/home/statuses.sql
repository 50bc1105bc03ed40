-- How many of the newest ten thousand tenants are active, suspended, archived and deleted, the most first. Run by rowhouse_admin.
select status, count(*) as tenants
from (select status from app.tenants order by tenant_id desc limit 10000) newest
group by status
order by tenants desc, status
