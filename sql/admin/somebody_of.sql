-- A person of a tenant ($1) that is open, as whom a superuser can look around: who may do most there, of the first thousand members.
-- Run by rowhouse_admin.
select u.user_id
from (select m.user_id, m.role from app.members m where m.tenant_id = $1 order by m.user_id limit 1000) m
join auth.users u on u.user_id = m.user_id
join app.tenants t on t.tenant_id = $1 and t.status in ('active', 'archived')
where u.status = 'active' and not u.superuser
order by array_position(array['owner', 'admin', 'member', 'viewer'], m.role), m.user_id
limit 1
