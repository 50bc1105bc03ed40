-- What no login of Rowhouse may be able to do, by itself, by everybody's privileges or by what it is a member of.
-- Gives a row for each that can.
-- Run by rowhouse_auth in `rowhouse doctor`; auditors run it in psql.
with login as (
  select oid, rolname::text as role, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_catalog.pg_roles
  where rolname in ('rowhouse_app', 'rowhouse_auth', 'rowhouse_admin', 'rowhouse_operator')
),
relation as (
  select c.oid, c.oid::regclass::text as name, n.nspname
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.oid >= 16384 and n.nspname !~ '^pg_(toast_)?temp_[0-9]+$' and c.relkind in ('r', 'p', 'v', 'm', 'f')
)
select false as warning, 'role ' || role as object, 'it is a superuser, or may bypass row security, or make itself one that does' as problem,
       'no policy applies to it' as lets, format('alter role %I nosuperuser nobypassrls nocreaterole nocreatedb noreplication', role) as mend
from login where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
union all
select false, 'role ' || l.role, format('it can become %s', other.rolname), 'SET ROLE gives it everything that the other one may', format('revoke %I from %I', other.rolname, l.role)
from login l join pg_catalog.pg_roles other on other.oid <> l.oid and pg_has_role(l.oid, other.oid, 'member')
where not l.rolsuper
union all
select false, 'table ' || r.name, format('%s may %s it', l.role, lower(p.privilege)),
       case p.privilege when 'TRUNCATE' then 'it empties the table for all tenants: TRUNCATE knows no row security'
                        when 'REFERENCES' then 'a foreign key of its own tells which rows exist'
                        else 'a trigger of its own sees every row that is written' end,
       format('revoke %s on %s from %I, public', lower(p.privilege), r.name, l.role)
from login l cross join relation r cross join (values ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) as p (privilege)
where not l.rolsuper and has_table_privilege(l.oid, r.oid, p.privilege)
union all
select false, 'table ' || r.name, format('rowhouse_app may write %s.tenant_id', r.name), 'the application, or what is injected into it, says whose a row is',
       format('revoke insert (tenant_id), update (tenant_id) on %s from rowhouse_app', r.name)
from relation r
join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attname = 'tenant_id' and not a.attisdropped
where exists (select from login where role = 'rowhouse_app' and not rolsuper)
  and (has_column_privilege('rowhouse_app', r.oid, a.attnum, 'insert') or has_column_privilege('rowhouse_app', r.oid, a.attnum, 'update'))
union all
select false, 'table ' || r.name, format('%s may reach it', l.role),
       case when r.nspname not in ('app', 'auth') then 'what is there stands behind no policy of the design'
            when l.role = 'rowhouse_auth' then 'sign-in can read or forge what only its functions may touch'
            when l.role = 'rowhouse_admin' then 'the panel that reads can write, or reads what people sign in with'
            else 'a tenant''s request reads people, password verifiers and sessions' end,
       format('revoke all on %s from %I, public', r.name, l.role)
from login l cross join relation r
where not l.rolsuper and case l.role
    when 'rowhouse_auth' then has_any_column_privilege(l.oid, r.oid, 'select, insert, update, references') or has_table_privilege(l.oid, r.oid, 'delete')
    when 'rowhouse_admin' then has_any_column_privilege(l.oid, r.oid, 'insert, update') or has_table_privilege(l.oid, r.oid, 'delete') or (r.nspname = 'auth' and exists (
      select from pg_catalog.pg_attribute a
      where a.attrelid = r.oid and a.attname in ('verifier', 'salt', 'pepper', 'session_hash', 'data', 'subject') and not a.attisdropped
        and has_column_privilege(l.oid, r.oid, a.attnum, 'select')))
    else r.nspname <> 'app' and has_any_column_privilege(l.oid, r.oid, 'select, insert, update') end
union all
select false, 'schema ' || n.nspname, format('%s may create in it', l.role), 'a table, view or function of its own takes the place of another', format('revoke create on schema %I from %I, public', n.nspname, l.role)
from login l cross join pg_catalog.pg_namespace n
where not l.rolsuper and n.nspname !~ '^pg_(toast_)?temp_[0-9]+$' and has_schema_privilege(l.oid, n.oid, 'create')
union all
select false, 'database', format('%s may create schemas or temporary tables', l.role), 'a temporary table takes the place of a real one for the next request on the same connection',
       format('revoke create, temporary on database :database from %I, public', l.role)
from login l where not l.rolsuper and has_database_privilege(l.oid, current_database(), 'create, temporary')
union all
select false, 'system functions', format('%s may execute %s', l.role, p.oid::regprocedure), 'the tenant is changed from inside a query, by whatever is injected into it',
       format('revoke execute on function %s from %I, public', p.oid::regprocedure, l.role)
from login l cross join pg_catalog.pg_proc p
where not l.rolsuper and p.pronamespace = 'pg_catalog'::regnamespace and p.proname in ('set_config', 'query_to_xml', 'ts_stat', 'lo_create', 'pg_advisory_lock')
  and has_function_privilege(l.oid, p.oid, 'execute')
order by object, problem
