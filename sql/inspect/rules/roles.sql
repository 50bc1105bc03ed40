-- Who else on the server can pass row security by, or take a role of Rowhouse. Superusers can and are not named; these can
-- and do not look like it. A server may have good reasons for each, so they are warnings, except the database's owner.
-- Gives a row for each.
-- Run by rowhouse_auth in `rowhouse doctor`; auditors run it in psql.
with other as (
  select * from pg_catalog.pg_roles where oid >= 16384 and not rolsuper and rolname !~ '^rowhouse_'
),
power (granted, lets) as (
  select rolname, 'it becomes a superuser by SET ROLE' from pg_catalog.pg_roles where rolsuper
union all
  select rolname, 'it becomes one that no policy applies to' from pg_catalog.pg_roles where rolbypassrls and not rolsuper
union all
  values ('pg_read_all_data', 'it reads every table that has no row security, and a copy of rows wherever one is made'),
         ('pg_write_all_data', 'it writes every table that has no row security'),
         ('pg_read_server_files', 'it reads the files of every table'),
         ('pg_write_server_files', 'it writes files that the server runs or believes'),
         ('pg_execute_server_program', 'it runs programs as the server does, and so is a superuser'),
         ('pg_create_subscription', 'it copies rows in or out by replication')
)
select true as warning, 'role ' || rolname as object, 'it may bypass row security' as problem, 'it reads every tenant''s rows in the tables that it is granted' as lets,
       format('alter role %I nobypassrls', rolname) as mend
from other where rolbypassrls
union all
select true, 'role ' || rolname, 'it may replicate', 'it copies the whole server, passwords included', format('alter role %I noreplication', rolname)
from other where rolreplication
union all
select true, 'role ' || rolname, 'it may create roles', 'before PostgreSQL 16 it makes itself a member of rowhouse_owner, or gives a login of Rowhouse another password', format('alter role %I nocreaterole', rolname)
from other where rolcreaterole and current_setting('server_version_num')::integer < 160000
union all
select true, 'role ' || other.rolname, format('it is a member of %s', power.granted), power.lets, format('revoke %I from %I', power.granted, other.rolname)
from other join power on power.granted <> other.rolname and to_regrole(quote_ident(power.granted)) is not null
where pg_has_role(other.oid, to_regrole(quote_ident(power.granted))::oid, 'member')
union all
select d.rolname ~ '^rowhouse_' is not true, 'database', format('its owner is %s, who is no superuser', d.rolname),
       'it sets what every session of the database begins with, app.tenant_id among it, and drops it', format('alter database :database owner to %I', (select rolname from pg_catalog.pg_roles where oid = 10))
from pg_catalog.pg_database join pg_catalog.pg_roles d on d.oid = datdba
where datname = current_database() and not d.rolsuper
union all
select true, 'database', format('%s may connect to it', x.grantee::regrole), 'nothing by itself: whatever is granted to it besides is an error', format('revoke connect on database :database from %I', x.grantee::regrole)
from pg_catalog.pg_database cross join lateral aclexplode(datacl) as x
where datname = current_database() and x.privilege_type = 'CONNECT' and x.grantee <> 0 and x.grantee <> datdba and pg_get_userbyid(x.grantee) !~ '^rowhouse_'
union all
-- Monitoring and backups are given such; manifest/privileges.sql lists what the roles of Rowhouse and everybody have.
select true, 'role ' || x.grantee::regrole, format('it has %s%s on %s', lower(x.privilege_type), columns, target.name), 'nothing of Rowhouse''s tables by itself: it sees or sets what is the server''s own',
       format('revoke %s%s on %s from %I', lower(x.privilege_type), columns, target.name, x.grantee::regrole)
from (
  select 'pg_class'::regclass as class, c.oid, 0 as sub, c.relacl as now from pg_catalog.pg_class c
  union all select 'pg_class'::regclass, a.attrelid, a.attnum, a.attacl from pg_catalog.pg_attribute a
  union all select 'pg_proc'::regclass, p.oid, 0, p.proacl from pg_catalog.pg_proc p
  union all select 'pg_namespace'::regclass, n.oid, 0, n.nspacl from pg_catalog.pg_namespace n
  union all select 'pg_tablespace'::regclass, t.oid, 0, t.spcacl from pg_catalog.pg_tablespace t
  union all select 'pg_parameter_acl'::regclass, a.oid, 0, a.paracl from pg_catalog.pg_parameter_acl a
) as given
cross join lateral aclexplode(given.now) as x
cross join lateral (
  select case when i.type ~ '^(system )?(table|view)$' then 'table' when i.type ~ '^parameter' then 'parameter' else i.type end || ' ' || i.identity as name
  from pg_identify_object(given.class, given.oid, 0) as i
) as target
cross join lateral (
  select coalesce((select format(' (%I)', attname) from pg_catalog.pg_attribute where given.sub <> 0 and attrelid = given.oid and attnum = given.sub), '') as columns
) as of
where (given.oid < 16384 or given.class = 'pg_parameter_acl'::regclass) and x.grantee <> 0 and x.grantee <> 10 and pg_get_userbyid(x.grantee) !~ '^rowhouse_'
  and not exists (
    select from pg_catalog.pg_init_privs i cross join lateral aclexplode(i.initprivs) as o
    where (i.classoid, i.objoid, i.objsubid) = (given.class, given.oid, given.sub) and (o.grantee, o.privilege_type) = (x.grantee, x.privilege_type))
order by object, problem
