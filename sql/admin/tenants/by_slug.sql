-- The tenant of a slug. Run by rowhouse_admin.
select t.tenant_id from app.tenants t where t.slug = $1
