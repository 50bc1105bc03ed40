-- Policies and grants in one table: for each table and each login, the rows that policies let it reach and the columns that
-- grants let it touch. Whatever is not listed cannot be done.
-- For auditors:  psql "$(rowhouse dsn superuser)" -f sql/inspect/guards.sql
select c.oid::regclass as "table", r.rolname as login, command.name as command,
       case when command.name in ('insert', 'update', 'select') and not has_table_privilege(r.oid, c.oid, command.name)
            then (select string_agg(a.attname, ', ' order by a.attnum) from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege(r.oid, c.oid, a.attnum, command.name))
            else 'all' end as columns,
       (select string_agg(p.polname || case when p.polpermissive then '' else ' (and)' end, ', ' order by p.polpermissive desc, p.polname) from pg_policy p
        where p.polrelid = c.oid and (p.polroles = '{0}' or r.oid = any (p.polroles)) and p.polcmd in ('*', command.letter)) as policies
from pg_class c
cross join pg_roles r
cross join (values ('select', 'r'::"char"), ('insert', 'a'), ('update', 'w'), ('delete', 'd')) as command (name, letter)
where c.relnamespace in ('app'::regnamespace, 'auth'::regnamespace) and c.relkind in ('r', 'p') and r.rolcanlogin and not r.rolsuper
  and case command.name when 'delete' then has_table_privilege(r.oid, c.oid, 'delete') else has_any_column_privilege(r.oid, c.oid, command.name) end
order by c.oid::regclass::text, r.rolname, command.letter desc;
