-- A person, without anything that the person signs in with. Run by rowhouse_admin. $1: the id.
select u.user_id::text as id, ''::text as key, u.login, u.display_name, u.status, case when u.superuser then 'superuser' when u.support then 'support' else 'person' end as kind,
       (select count(*) from (select from auth.memberships m where m.user_id = u.user_id limit 1001) m) as tenants,
       (select max(s.seen_at) from auth.sessions s where s.user_id = u.user_id) as seen_at,
       u.created_at, nullif(array_to_string(u.rights, ','), '') as rights,
       case when exists (select from auth.second_factors f where f.user_id = u.user_id) then 'set up' else 'not set up' end as second_factor, u.version
from auth.users u
where u.user_id = $1::text::uuid
