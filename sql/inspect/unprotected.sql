-- Whatever can hold or show rows and has no forced row security, or runs with the rights of another, and which logins may
-- use it all the same. In Rowhouse: the history of migrations, which is nobody's data, and the functions of the definers,
-- each of which takes the secret that it answers for.
-- For auditors:  psql "$(rowhouse dsn superuser)" -f sql/inspect/unprotected.sql
with unprotected as (
  select case when c.relkind = 'm' then 'materialized view' when c.relkind = 'v' then 'view' else 'table' end as kind,
         c.oid::regclass::text as name,
         case when c.relkind = 'v' then 'runs as ' || pg_get_userbyid(c.relowner) else 'row security is not forced' end as why,
         (select array_agg(r.rolname order by r.rolname) from pg_roles r
          where r.rolcanlogin and not r.rolsuper and has_schema_privilege(r.oid, n.oid, 'usage') and has_any_column_privilege(r.oid, c.oid, 'select, insert, update')) as logins,
         obj_description(c.oid, 'pg_class') as comment
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  -- those below 16384 came with the server
  where c.oid >= 16384 and n.nspname !~ '^pg_(toast|temp)'
    and (c.relkind in ('m', 'f') or (c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity))
         or (c.relkind = 'v' and not coalesce(c.reloptions, '{}') @> array['security_invoker=true']))
union all
  select 'function', p.oid::regprocedure::text, 'runs as ' || pg_get_userbyid(p.proowner),
         (select array_agg(r.rolname order by r.rolname) from pg_roles r
          where r.rolcanlogin and not r.rolsuper and has_schema_privilege(r.oid, n.oid, 'usage') and has_function_privilege(r.oid, p.oid, 'execute')),
         obj_description(p.oid, 'pg_proc')
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where p.oid >= 16384 and p.prosecdef
)
select kind, name, why, coalesce(array_to_string(logins, ', '), 'nobody') as "logins that may use it", comment
from unprotected
order by kind desc, name;
