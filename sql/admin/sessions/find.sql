-- A live session: whose it is, and never what it is known by. Run by rowhouse_admin. $1: its name.
select s.session_id::text as id, ''::text as key, array[s.user_id::text, u.login] as person,
       case when s.tenant_id is not null then (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = s.tenant_id) end as tenant,
       case when u.superuser then 'superuser' when u.support then 'support' else 'person' end as kind, s.seen_at, least(s.expires_at, s.idle_expires_at) as expires_at, s.created_at
from auth.sessions s join auth.users u on u.user_id = s.user_id
where s.session_id = $1::text::uuid and s.expires_at > now() and s.idle_expires_at > now()
