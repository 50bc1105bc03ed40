-- Whose memberships these are ($1: tenant.person, at most 10,000), of which tenants, and where those people are signed in to those
-- tenants, counted up to 10,001; how many of them there are; and how many
-- tenants would be left without an owner. Run by rowhouse_admin.
with named as materialized (
  select split_part(id, '.', 1)::uuid as tenant_id, split_part(id, '.', 2)::uuid as user_id from unnest($1::text[]) i (id)
)
select 'of' as kind, 'users' as name, (select count(distinct user_id) from named) as hits
union all
select 'of', 'tenants', (select count(distinct tenant_id) from named)
union all
select 'with', 'sessions', (
    select count(*) from (
      select from named n cross join lateral (
        select from auth.sessions s
        where s.user_id = n.user_id and s.tenant_id = n.tenant_id and s.expires_at > now() and s.idle_expires_at > now() limit 10001) s
      limit 10001) c)
union all
select 'found', 'memberships', (
    select count(*)
    from named n cross join lateral (select from app.members m where m.tenant_id = n.tenant_id and m.user_id = n.user_id limit 1) m)
union all
select 'orphan', 'tenants', (
    select count(*)
    from (
      select n.tenant_id, count(*) as going
      from named n join app.members m on m.tenant_id = n.tenant_id and m.user_id = n.user_id and m.role = 'owner'
      group by n.tenant_id) t
    where t.going = (select count(*) from app.members o where o.tenant_id = t.tenant_id and o.role = 'owner'))
