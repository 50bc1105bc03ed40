-- What people ($1: at most 10,000 of them) belong to and where they are signed in, each kind counted up to 10,001, and how many of
-- them are in which status; and how many there are. Run by rowhouse_admin.
with named as materialized (
  select id::uuid as user_id from unnest($1::text[]) i (id)
)
select 'with' as kind, 'memberships' as name, (
    select count(*) from (
      select from named n cross join lateral (select from auth.memberships m where m.user_id = n.user_id limit 10001) m limit 10001) c) as hits
union all
select 'with', 'sessions', (
    select count(*) from (
      select from named n cross join lateral (
        select from auth.sessions s where s.user_id = n.user_id and s.expires_at > now() and s.idle_expires_at > now() limit 10001) s
      limit 10001) c)
union all
select 'state', u.status, count(*) from named n join auth.users u on u.user_id = n.user_id group by u.status
union all
select 'found', 'users', (select count(*) from named n cross join lateral (select from auth.users u where u.user_id = n.user_id limit 1) u)
