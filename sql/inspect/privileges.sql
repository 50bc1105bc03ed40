-- What each login role may do, table by table and column by column. Whatever is not listed is not granted.
-- For auditors:  psql "$(rowhouse dsn superuser)" -f sql/inspect/privileges.sql
select r.rolname as role, c.oid::regclass as "table", lower(x.privilege_type) as privilege,
       coalesce(string_agg(a.attname, ', ' order by a.attnum), 'every column') as columns
from pg_class c
left join lateral (select 0::smallint as attnum, null::name as attname, c.relacl as acl
                   union all
                   select t.attnum, t.attname, t.attacl from pg_attribute t where t.attrelid = c.oid and t.attacl is not null) a on true
cross join lateral aclexplode(a.acl) x
join pg_roles r on r.oid = x.grantee and r.rolcanlogin
where c.relnamespace in ('app'::regnamespace, 'auth'::regnamespace) and c.relkind in ('r', 'p')
group by r.rolname, c.oid, x.privilege_type
order by r.rolname, c.oid::regclass::text, 3;
