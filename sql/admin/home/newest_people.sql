-- The eight people who signed up last, each with the first of their tenants, how many more there are, counted up to a
-- thousand and one, and the age in seconds. Run by rowhouse_admin.
select u.user_id as id, u.login, u.display_name, u.superuser, u.support, u.status, m.tenants, t.name as tenant,
       extract(epoch from now() - u.created_at)::bigint as age
from (
  select user_id, login, display_name, superuser, support, status, created_at from auth.users order by user_id desc limit 8
) u
cross join lateral (
  select count(*) as tenants from (select from auth.memberships where user_id = u.user_id limit 1001) counted
) m
left join lateral (select tenant_id from auth.memberships where user_id = u.user_id order by tenant_id limit 1) first on true
left join app.tenants t on t.tenant_id = first.tenant_id
order by u.user_id desc
