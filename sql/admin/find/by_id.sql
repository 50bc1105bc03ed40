-- Whatever has the id $1, which is a uuid: a tenant, a person, projects and tasks, each with what it belongs to; five at most.
-- Run by rowhouse_admin, which reads every tenant.
-- The id of a project or a task is unique in its tenant alone.
select 'tenant' as kind, t.tenant_id::text as id, t.name, t.slug as belongs_to
from app.tenants t
where t.tenant_id = $1::text::uuid
union all
select 'person', u.user_id::text, u.display_name, u.login
from auth.users u
where u.user_id = $1::text::uuid
union all
select 'project', p.tenant_id || '.' || p.id, p.name, t.name
from app.projects p
join app.tenants t on t.tenant_id = p.tenant_id
where uuid_send(p.id) = uuid_send($1::text::uuid)
union all
select 'task', k.tenant_id || '.' || k.id, k.title, t.name
from app.tasks k
join app.tenants t on t.tenant_id = k.tenant_id
where uuid_send(k.id) = uuid_send($1::text::uuid)
limit 5
