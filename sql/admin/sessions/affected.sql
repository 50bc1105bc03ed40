-- Whose sessions these are ($1: at most 10,000 of them), and how many of them live. Run by rowhouse_admin.
with named as materialized (
  select id::uuid as session_id from unnest($1::text[]) i (id)
)
select 'of' as kind, 'users' as name, (
    select count(distinct s.user_id)
    from named n cross join lateral (select s.user_id from auth.sessions s where s.session_id = n.session_id limit 1) s) as hits
union all
select 'found', 'sessions', (
    select count(*)
    from named n cross join lateral (
      select from auth.sessions s
      where s.session_id = n.session_id and s.expires_at > now() and s.idle_expires_at > now() limit 1) s)
