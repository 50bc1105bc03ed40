-- What a database needs before the migrations can run: schemas, who may connect, and what is taken away from everybody.
--
-- Run by: a superuser, after cluster.sql, in the database itself; again after CREATE DATABASE … TEMPLATE and after a
--         pg_restore without --create, which both lose the privileges of the database. It is idempotent.
-- No extension is needed.
--
-- Invariants. PUBLIC may do nothing in this database. No role of Rowhouse can set the tenant from inside a query:
-- set_config is gone, and SET LOCAL is a statement of its own that cannot be embedded in one.

-- Whatever the session is set to: a name means what it says, and a backslash is a backslash.
set search_path = pg_catalog, pg_temp;
set standard_conforming_strings = on;

do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format(
    'grant connect on database %I to rowhouse_migrator, rowhouse_app, rowhouse_auth, rowhouse_admin, rowhouse_operator',
    current_database());
end
$$;
revoke all on schema public from public;

create schema if not exists app authorization rowhouse_owner;
create schema if not exists auth authorization rowhouse_auth_owner;
create schema if not exists migrations authorization rowhouse_migrator;
comment on schema app is 'The tenants'' data. Every table has forced row security and a tenant_id that leads its keys.';
comment on schema auth is 'People, their memberships and sessions. Reached through definer functions alone.';
comment on schema migrations is 'Which migration files have run.';

grant usage on schema app to rowhouse_app, rowhouse_admin, rowhouse_operator, rowhouse_auth_owner, rowhouse_audit, rowhouse_export, rowhouse_trash;
grant usage on schema auth to rowhouse_auth, rowhouse_migrator;

-- A new function can be executed by whom it is granted to, not by everybody (which is what PostgreSQL does by default).
alter default privileges for role rowhouse_owner, rowhouse_auth_owner, rowhouse_audit, rowhouse_export, rowhouse_trash, rowhouse_migrator
  revoke execute on functions from public;

-- Doors between tenants that stand open to every role by default: forging the context inside a query (set_config, and
-- functions that run a text as SQL), leaving something for another session (large objects, advisory locks, NOTIFY,
-- messages in the log), watching other sessions (activity) or stopping them, and holding a connection (sleep).
do $$
declare
  door regprocedure;
begin
  for door in
    select oid::regprocedure
    from pg_catalog.pg_proc
    where pronamespace = 'pg_catalog'::regnamespace
      and (proname = any (array[
             'set_config', 'setseed',
             'query_to_xml', 'query_to_xmlschema', 'query_to_xml_and_xmlschema', 'cursor_to_xml', 'cursor_to_xmlschema',
             'table_to_xml', 'table_to_xmlschema', 'table_to_xml_and_xmlschema',
             'schema_to_xml', 'schema_to_xmlschema', 'schema_to_xml_and_xmlschema',
             'database_to_xml', 'database_to_xmlschema', 'database_to_xml_and_xmlschema', 'ts_stat',
             'pg_advisory_lock', 'pg_advisory_lock_shared', 'pg_try_advisory_lock', 'pg_try_advisory_lock_shared',
             'pg_advisory_xact_lock', 'pg_advisory_xact_lock_shared', 'pg_try_advisory_xact_lock', 'pg_try_advisory_xact_lock_shared',
             'pg_notify', 'pg_logical_emit_message', 'pg_export_snapshot',
             'pg_stat_get_activity', 'pg_stat_get_backend_activity', 'pg_terminate_backend', 'pg_cancel_backend',
             'pg_sleep', 'pg_sleep_for', 'pg_sleep_until', 'loread', 'lowrite'])
           or proname like 'lo\_%'
           -- the form with two arguments runs a text as SQL; the one with three does not
           or (proname = 'ts_rewrite' and pronargs = 2))
  loop
    execute format('revoke execute on function %s from public', door);
  end loop;
end
$$;
revoke select on pg_catalog.pg_stat_activity, pg_catalog.pg_cursors, pg_catalog.pg_prepared_statements from public;

-- Given back, to those who need it: migrations run under a lock, and a session that ends is announced.
grant execute on function pg_catalog.pg_try_advisory_lock(bigint) to rowhouse_migrator;
grant execute on function pg_catalog.pg_notify(text, text) to rowhouse_auth_owner;
