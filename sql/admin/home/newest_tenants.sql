-- The eight newest tenants, each with its members, counted up to a thousand and one, and its age in seconds. Run by rowhouse_admin.
select t.tenant_id as id, t.name, t.slug, t.status, m.members, extract(epoch from now() - t.created_at)::bigint as age
from (select tenant_id, name, slug, status, created_at from app.tenants order by tenant_id desc limit 8) t
cross join lateral (
  select count(*) as members from (select from app.members where tenant_id = t.tenant_id limit 1001) counted
) m
order by t.tenant_id desc
