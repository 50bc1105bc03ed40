-- What the server must be: patched, with settings that row security can rely on. Gives a row for each that is not so.
-- Run by rowhouse_auth in `rowhouse doctor`; auditors run it in psql.
-- The versions are those that fixed CVE-2026-120154, in which ON CONFLICT DO UPDATE reads hidden rows.
select true as warning, 'server' as object, format('PostgreSQL %s is behind the security fixes of its branch', current_setting('server_version')) as problem,
       'known ways around row security and privileges (CVE-2026-120154, CVE-2026-14680 and others); the schema closes those that it can' as lets, '-- install the latest minor release' as mend
where current_setting('server_version_num')::integer
      < case current_setting('server_version_num')::integer / 10000 when 15 then 150020 when 16 then 160016 when 17 then 170012 when 18 then 180007 else 0 end
union all
select true, 'server', format('PostgreSQL %s was not tried', current_setting('server_version')), 'behaviour that this doctor does not know', '-- use PostgreSQL 15 to 18'
where current_setting('server_version_num')::integer / 10000 not between 15 and 18
union all
select true, 'database', 'it does not fold the case of letters beyond ASCII', 'search finds É only as É', '-- create the database again with a UTF-8 locale, such as C.UTF-8'
where lower('É') <> 'é' or current_setting('server_encoding') <> 'UTF8'
union all
select true, 'database', 'it is a template', 'whoever may create databases makes a copy of it, with all rows', 'alter database :database is_template false'
from pg_catalog.pg_database where datname = current_database() and datistemplate
union all
select false, 'server', format('%s is on', name), 'what protects the system''s own tables and large objects is off', format('alter system set %s = off', name)
from pg_catalog.pg_settings where name in ('allow_system_table_mods', 'lo_compat_privileges', 'ignore_system_indexes', 'zero_damaged_pages') and setting = 'on'
union all
-- As the server's own configuration has it; what roles and databases bring along is listed in manifest/roles.sql. Which libraries
-- each session loads is shown to superusers only.
select false, 'server', format('%s is %L in its configuration', name, reset_val), 'what a statement means, or whether triggers run, is not what the program was written for', format('alter system reset %s', name)
from pg_catalog.pg_settings
where reset_val <> boot_val
  and (name in ('row_security', 'session_replication_role', 'event_triggers', 'transform_null_equals', 'standard_conforming_strings', 'array_nulls', 'check_function_bodies',
                'createrole_self_grant', 'default_table_access_method', 'local_preload_libraries')
       or name = 'backslash_quote' and reset_val = 'on')
  and not exists (select from pg_catalog.pg_db_role_setting s cross join lateral unnest(s.setconfig) as line where split_part(line, '=', 1) = name)
order by object, problem
