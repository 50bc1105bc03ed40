-- What loses its tenant with memberships ($1: tenant.person, twenty of them): of each ten of the sessions that work there, and how
-- many there are, counted up to 1,001. A person has few. Run by rowhouse_admin.
with named as materialized (
  select id, split_part(id, '.', 1)::uuid as tenant_id, split_part(id, '.', 2)::uuid as user_id from unnest($1::text[]) i (id)
)
select n.id as of, 'sessions' as model, l.hits, l.ids[:10] as ids, l.names[:10] as names
from named n
cross join lateral (
  select count(*) as hits, coalesce(array_agg(f.session_id::text order by f.created_at, f.session_id), '{}') as ids,
         coalesce(array_agg('begun ' || to_char(f.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') order by f.created_at, f.session_id), '{}') as names
  from (
    select s.session_id, s.created_at from auth.sessions s
    where s.user_id = n.user_id and s.tenant_id = n.tenant_id and s.expires_at > now() and s.idle_expires_at > now()
    limit 1001
  ) f
) l
