-- Whatever has the id $1, which is a uuid: a tenant, a person, a session, projects and tasks, each with what it belongs to, and an entry of
-- the installation's trail, or of a tenant's that somebody looked at (the others are known by their place alone); eight at most.
-- Run by rowhouse_admin, which reads every tenant. The kind is the name of a model; an entry's name is its act, or none.
-- The id of a project or a task is unique in its tenant alone.
select 'tenants' as kind, t.tenant_id::text as id, t.name, t.slug as belongs_to
from app.tenants t
where t.tenant_id = $1::text::uuid
union all
select 'users', u.user_id::text, u.display_name, u.login
from auth.users u
where u.user_id = $1::text::uuid
union all
select 'projects', p.tenant_id || '.' || p.id, p.name, t.name
from app.projects p
join app.tenants t on t.tenant_id = p.tenant_id
where uuid_send(p.id) = uuid_send($1::text::uuid)
union all
select 'tasks', k.tenant_id || '.' || k.id, k.title, t.name
from app.tasks k
join app.tenants t on t.tenant_id = k.tenant_id
where uuid_send(k.id) = uuid_send($1::text::uuid)
union all
select 'sessions', s.session_id::text, u.login, coalesce((select n.name from app.tenants n where n.tenant_id = s.tenant_id), '')
from auth.sessions s join auth.users u on u.user_id = s.user_id
where s.session_id = $1::text::uuid and s.expires_at > now() and s.idle_expires_at > now()
union all
select 'trail', t.era || '.' || t.xid::text || '.' || t.trail_id, t.act, to_char(t.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')
from auth.trail t
where t.trail_id = $1::text::uuid
union all
select 'audit', split_part(l.page, '/', 2), '', coalesce(l.tenant, '')
from (
  select t.object, t.details ->> 'page' as page, (select n.name from app.tenants n where n.tenant_id = (t.details ->> 'tenant')::uuid) as tenant
  from auth.trail t
  where t.object_id = $1::text::uuid and t.act = 'looked_at'
  order by t.era - 0 desc, t.xid desc, t.trail_id desc
  limit 1
) l
where l.object = 'entry'
limit 8
