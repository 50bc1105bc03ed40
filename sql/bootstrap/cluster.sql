-- The roles of a Rowhouse cluster, their attributes, memberships and timeouts.
--
-- Run by: a superuser, once per cluster and again whenever this file changes; it is idempotent.
-- Next:   database.sql, in the database that Rowhouse is to live in.
-- Passwords are not set here: whoever runs this gives the login roles theirs (`alter role … password`).
--
-- Invariants. No role here is a superuser, may bypass row security or may create roles or databases. Every kind of
-- access has a login of its own, so nothing ever needs SET ROLE in a request. Only the migrator is a member of anything.

-- Whatever the session is set to: a name means what it says, and a backslash is a backslash.
set search_path = pg_catalog, pg_temp;
set standard_conforming_strings = on;

do $$
declare
  role_name text;
begin
  foreach role_name in array array[
    -- owners, which nobody logs in as
    'rowhouse_owner', 'rowhouse_auth_owner', 'rowhouse_audit', 'rowhouse_export', 'rowhouse_trash',
    -- logins
    'rowhouse_migrator', 'rowhouse_app', 'rowhouse_auth', 'rowhouse_admin', 'rowhouse_operator'
  ] loop
    if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
      execute format('create role %I', role_name);
    end if;
  end loop;
end
$$;

alter role rowhouse_owner      nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role rowhouse_auth_owner nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role rowhouse_audit      nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role rowhouse_export     nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role rowhouse_trash      nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role rowhouse_migrator   login   noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role rowhouse_app        login   noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role rowhouse_auth       login   noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role rowhouse_admin      login   noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role rowhouse_operator   login   noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication;

-- Without INHERIT these give the migrator nothing until it says SET ROLE, which every migration file does in its first line.
grant rowhouse_owner, rowhouse_auth_owner, rowhouse_audit, rowhouse_export, rowhouse_trash to rowhouse_migrator;

-- Every statement of Rowhouse names its schema, so no search path can put another table in its place.
alter role rowhouse_migrator set search_path = pg_catalog;
alter role rowhouse_app      set search_path = pg_catalog;
alter role rowhouse_auth     set search_path = pg_catalog;
alter role rowhouse_admin    set search_path = pg_catalog;
alter role rowhouse_operator set search_path = pg_catalog;

-- A request waits for nothing longer than a person would.
alter role rowhouse_app set statement_timeout = '5s';
alter role rowhouse_app set lock_timeout = '2s';
alter role rowhouse_app set idle_in_transaction_session_timeout = '10s';
alter role rowhouse_app set jit = off;
alter role rowhouse_auth set statement_timeout = '5s';
alter role rowhouse_auth set lock_timeout = '2s';
alter role rowhouse_auth set idle_in_transaction_session_timeout = '10s';
alter role rowhouse_auth set jit = off;
alter role rowhouse_admin set statement_timeout = '15s';
alter role rowhouse_admin set lock_timeout = '2s';
alter role rowhouse_admin set idle_in_transaction_session_timeout = '20s';
-- Its lists are planned for what each page asks, in a millisecond: what is not asked for folds away, and the indexes fit.
alter role rowhouse_admin set plan_cache_mode = force_custom_plan;
alter role rowhouse_admin set jit = off;
alter role rowhouse_operator set statement_timeout = '60s';
alter role rowhouse_operator set lock_timeout = '5s';
alter role rowhouse_operator set idle_in_transaction_session_timeout = '60s';
-- Waiting writers queue behind a migration that itself waits for a lock: better that it gives up and is run again.
alter role rowhouse_migrator set lock_timeout = '10s';

-- A courtesy, not a guard: the admin has no write privilege that this could be holding back.
alter role rowhouse_admin set default_transaction_read_only = on;
-- A backfill that row security would silently reduce to zero rows becomes an error.
alter role rowhouse_migrator set row_security = off;

comment on role rowhouse_owner      is 'Owns schema app. Subject to forced row security and named by no policy: it sees no row.';
comment on role rowhouse_auth_owner is 'Owns schema auth and its definer functions, the only way to users and sessions.';
comment on role rowhouse_audit      is 'Reserved for the definer functions that write the audit trail.';
comment on role rowhouse_export     is 'Reserved for the definer functions that export one tenant.';
comment on role rowhouse_trash      is 'Owns the definer functions that keep deleted rows for thirty days.';
comment on role rowhouse_migrator   is 'Changes the schema, by SET ROLE to an owner. Used by migrate, seed and createsuperuser, never by serve.';
comment on role rowhouse_app        is 'Every tenant request. Reaches tenant rows through row security alone; member of nothing.';
comment on role rowhouse_auth       is 'Sign-in and sessions. May execute functions of schema auth, and has no privilege on any table.';
comment on role rowhouse_admin      is 'The superuser panel, reading. Has SELECT and nothing else.';
comment on role rowhouse_operator   is 'A superuser''s confirmed act. Sees and writes nothing until it has declared who acts.';
