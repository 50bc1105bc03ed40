-- What belongs to tenants ($1: at most 10,000 of them), each kind counted up to 10,001, and how many of the tenants are in which
-- status; and how many there are. Run by rowhouse_admin.
with named as materialized (
  select id::uuid as tenant_id from unnest($1::text[]) i (id)
)
select 'with' as kind, 'projects' as name, (
    select count(*) from (
      select from named n cross join lateral (select from app.projects p where p.tenant_id = n.tenant_id limit 10001) p limit 10001) c) as hits
union all
select 'with', 'tasks', (
    select count(*) from (
      select from named n cross join lateral (select from app.tasks k where k.tenant_id = n.tenant_id limit 10001) k limit 10001) c)
union all
select 'with', 'memberships', (
    select count(*) from (
      select from named n cross join lateral (select from app.members m where m.tenant_id = n.tenant_id limit 10001) m limit 10001) c)
union all
select 'with', 'sessions', (
    select count(*) from (
      select from named n cross join lateral (
        select from auth.sessions s where s.tenant_id = n.tenant_id and s.expires_at > now() and s.idle_expires_at > now() limit 10001) s
      limit 10001) c)
union all
select 'state', t.status, count(*) from named n join app.tenants t on t.tenant_id = n.tenant_id group by t.status
union all
select 'found', 'tenants', (select count(*) from named n cross join lateral (select from app.tenants t where t.tenant_id = n.tenant_id limit 1) t)
