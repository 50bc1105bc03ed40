//! The mutations: what somebody could do to a database by mistake, in haste or on purpose.

/// A way to break a guard.
pub(super) struct Mutation {
    pub(super) name: &'static str,
    /// Run as a superuser. `:database` is the database.
    pub(super) sql: &'static str,
    /// What takes back what is not the database's own.
    pub(super) undo: &'static [&'static str],
}

const fn in_database(name: &'static str, sql: &'static str) -> Mutation {
    Mutation { name, sql, undo: &[] }
}

const fn on_server(name: &'static str, sql: &'static str, undo: &'static [&'static str]) -> Mutation {
    Mutation { name, sql, undo }
}

pub(super) const MUTATIONS: [Mutation; 120] = [
    // Row security and policies.
    in_database("row security not forced", "alter table app.tasks no force row level security"),
    in_database("row security off", "alter table app.projects disable row level security"),
    in_database("row security off for sessions", "alter table auth.sessions disable row level security"),
    in_database("policy dropped", "drop policy tenant_access on app.tasks"),
    in_database("floor dropped", "drop policy tenant_floor on app.projects"),
    in_database("policy: using (true)", "alter policy tenant_access on app.tasks using (true)"),
    in_database("floor: using (true)", "alter policy tenant_floor on app.tasks using (true)"),
    in_database(
        "policy and floor: all rows when no tenant is set",
        "alter policy tenant_access on app.tasks using (tenant_id = (select app.tenant_id()) or (select app.tenant_id()) is null);
         alter policy tenant_floor on app.tasks using (tenant_id = (select app.tenant_id()) or (select app.tenant_id()) is null)",
    ),
    in_database("policy without its check", "drop policy tenant_floor on app.tasks; create policy tenant_floor on app.tasks as restrictive for all to rowhouse_app using (tenant_id = (select app.tenant_id())) with check (true)"),
    in_database("floor permissive instead of restrictive", "drop policy tenant_floor on app.tasks; create policy tenant_floor on app.tasks for all to rowhouse_app using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()))"),
    in_database("write guard dropped", "drop policy live_update on app.tasks"),
    in_database("a policy for everybody", "create policy debug on app.tasks using (true)"),
    in_database("a second policy for the application", "create policy reports on app.projects for select to rowhouse_app using (true)"),
    in_database("the admin's policy widened to the application", "alter policy admin_read on app.tasks to rowhouse_admin, rowhouse_app"),
    in_database("the operator need not say who acts", "alter policy operator_write on app.tasks using (true) with check (true)"),
    in_database("the definer's policy given to the application", "alter policy auth_access on app.members to rowhouse_auth_owner, rowhouse_app"),
    // Functions.
    in_database("the context IMMUTABLE", "alter function app.tenant_id() immutable"),
    in_database("the context a definer function", "alter function app.tenant_id() security definer"),
    in_database(
        "the context fails open",
        "create or replace function app.tenant_id() returns uuid language sql stable parallel safe
         return coalesce(nullif(current_setting('app.tenant_id', true), '')::uuid, (select max(tenant_id::text)::uuid from app.tenants))",
    ),
    in_database(
        "the context from another setting",
        "create or replace function app.tenant_id() returns uuid language sql stable parallel safe
         return nullif(current_setting('application_name', true), '')::uuid",
    ),
    in_database("every tenant is live", "create or replace function app.live() returns boolean language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as 'begin return true; end'"),
    in_database("a definer function without search path", "alter function auth.session(bytea) reset search_path"),
    in_database(
        "a tidy definer function of a superuser",
        "create function app.report() returns bigint language sql stable security definer set search_path = pg_catalog, pg_temp begin atomic select count(*) from app.tasks; end;
         revoke execute on function app.report() from public; grant execute on function app.report() to rowhouse_app",
    ),
    in_database("sign-in lets everybody in", "create or replace function auth.session_touch(p_session bytea) returns void language sql volatile security definer set search_path = pg_catalog, pg_temp begin atomic select; end"),
    in_database("everybody may create people", "grant execute on function auth.create_user(uuid, text, text, bytea, bytea, integer, integer, integer, boolean) to public"),
    in_database("sign-in may create people", "grant execute on function auth.create_user(uuid, text, text, bytea, bytea, integer, integer, integer, boolean) to rowhouse_auth"),
    in_database("a function marked leakproof", "alter function app.searchable(text) leakproof"),
    in_database("LIKE marked leakproof", "alter function pg_catalog.textlike(text, text) leakproof"),
    in_database("a function of somebody's in pg_catalog", "create function pg_catalog.peek() returns bigint language sql security definer as 'select count(*) from app.tasks'"),
    in_database("uuids compare otherwise", "create or replace function pg_catalog.uuid_gt(uuid, uuid) returns boolean language internal immutable strict parallel safe leakproof as 'uuid_ge'"),
    in_database("uuids are equal to all others", "update pg_catalog.pg_operator set oprcode = 'uuid_ne' where oid = '=(uuid,uuid)'::regoperator"),
    in_database("a function of the server's owned by the application", "alter function pg_catalog.pg_read_file(text) owner to rowhouse_app"),
    in_database("a function of the server's runs as its owner", "alter function pg_catalog.pg_read_file(text) security definer"),
    in_database("a view of the server's owned by the application", "alter view pg_catalog.pg_stat_activity owner to rowhouse_app"),
    in_database("a harmless function marked leakproof", "alter function pg_catalog.lower(text) leakproof"),
    in_database("everybody may write functions in C", "update pg_catalog.pg_language set lanpltrusted = true where lanname = 'c'"),
    // Tables, views and copies.
    in_database("a view with its owner's rights", "create view app.everything as select * from app.tasks; grant select on app.everything to rowhouse_app"),
    in_database("a superuser's view in public", "create view public.everything as select * from app.tasks; grant usage on schema public to rowhouse_app; grant select on public.everything to rowhouse_app"),
    in_database("security_invoker taken off a view", "alter view app.whoami reset (security_invoker)"),
    in_database("a materialized view", "create materialized view app.totals as select tenant_id, count(*) from app.tasks group by 1; grant select on app.totals to rowhouse_app"),
    in_database("a copy that the application reads", "create schema backup; create table backup.tasks as table app.tasks; grant usage on schema backup to rowhouse_app; grant select on backup.tasks to rowhouse_app"),
    in_database("a copy that nobody reads yet", "create table public.tasks_before as table app.tasks"),
    in_database("a table without protection", "create table app.notes (id uuid primary key, body text); grant select on app.notes to rowhouse_app"),
    in_database("a part of a table with a grant", "create table app.tasks_old () inherits (app.tasks); grant select on app.tasks_old to rowhouse_app"),
    in_database("the application owns a table", "alter table app.tasks owner to rowhouse_app"),
    in_database("the application owns the schema", "alter schema app owner to rowhouse_app"),
    in_database("tenant_id may be null", "alter table app.trash drop constraint trash_pkey; alter table app.trash alter column tenant_id drop not null; alter table app.trash add constraint trash_pkey unique (tenant_id, id)"),
    in_database("tenant_id without its default", "alter table app.tasks alter column tenant_id drop default"),
    in_database("tenant_id with another default", "alter table app.tasks alter column tenant_id set default gen_random_uuid()"),
    in_database("a column with another default", "alter table app.tasks alter column version set default 7"),
    in_database("a column that may be null", "alter table app.tasks alter column title drop not null"),
    in_database("a column of another type", "alter table app.tasks alter column version type bigint"),
    in_database("a column that nobody knows", "alter table app.projects add column secret text default 'x'"),
    in_database("a table that a crash empties", "alter table app.trash set unlogged"),
    in_database("a view that says something else", "create or replace view app.whoami with (security_invoker = true) as select session_user as signed_in_as, current_user as role, 'on'::text as row_security, app.tenant_id() as tenant_id, 'x'::text as tenant, 1::bigint as tenants_in_sight"),
    in_database("a view among the system's own", "create view information_schema.everything as select * from app.tasks; grant select on information_schema.everything to public"),
    in_database("a table among the system's own", "set allow_system_table_mods = on; create table pg_catalog.copied as table app.tasks; grant select on pg_catalog.copied to rowhouse_app; reset allow_system_table_mods"),
    // Keys.
    in_database("a unique key without the tenant", "create unique index tasks_title on app.tasks (title)"),
    in_database("a foreign key without the tenant", "alter table app.projects add constraint projects_id_key unique (id); alter table app.tasks add constraint tasks_project_id_fkey foreign key (project_id) references app.projects (id)"),
    in_database("a foreign key dropped", "alter table app.tasks drop constraint tasks_project_fkey"),
    in_database("a foreign key not validated", "alter table app.tasks drop constraint tasks_project_fkey; alter table app.tasks add constraint tasks_project_fkey foreign key (tenant_id, project_id) references app.projects (tenant_id, id) on delete cascade not valid"),
    in_database("a foreign key that overwrites tenant_id", "alter table app.tasks drop constraint tasks_project_fkey; alter table app.tasks add constraint tasks_project_fkey foreign key (tenant_id, project_id) references app.projects (tenant_id, id) on delete set null"),
    in_database("a foreign key out of the schema", "alter table app.members add constraint members_user_fkey foreign key (user_id) references auth.users (user_id)"),
    in_database("a check dropped", "alter table app.tasks drop constraint tasks_title_check"),
    // Privileges.
    in_database("TRUNCATE", "grant truncate on app.tasks to rowhouse_app"),
    in_database("REFERENCES", "grant references on app.projects to rowhouse_app"),
    in_database("TRIGGER", "grant trigger on app.projects to rowhouse_app"),
    in_database("tenant_id writable", "grant update (tenant_id) on app.tasks to rowhouse_app"),
    in_database("INSERT on the whole table", "grant insert on app.tasks to rowhouse_app"),
    in_database("a privilege that may be passed on", "grant select on app.tasks to rowhouse_app with grant option"),
    in_database("verifiers readable", "grant usage on schema auth to rowhouse_app; grant select (verifier) on auth.users to rowhouse_app"),
    in_database("sessions readable by sign-in", "grant select on auth.sessions to rowhouse_auth"),
    in_database("the admin writes", "grant update on app.tasks to rowhouse_admin"),
    in_database("set_config back", "grant execute on function pg_catalog.set_config(text, text, boolean) to public"),
    in_database("query_to_xml for the application", "grant execute on function pg_catalog.query_to_xml(text, boolean, boolean, text) to rowhouse_app"),
    in_database("files of the server", "grant execute on function pg_catalog.pg_read_file(text) to rowhouse_app"),
    in_database("other sessions' queries", "grant select on pg_catalog.pg_stat_activity to public"),
    in_database("CREATE in the schema", "grant create on schema app to rowhouse_app"),
    in_database("schema public open", "grant usage, create on schema public to public"),
    in_database("temporary tables", "grant temporary on database :database to public"),
    in_database("default privileges for everybody", "alter default privileges for role rowhouse_owner grant select on tables to public"),
    // Triggers, rules, and ways out.
    in_database("triggers disabled", "alter table app.tasks disable trigger all"),
    in_database("the trash disabled", "alter table app.projects disable trigger keep_deleted"),
    in_database("a check of a foreign key deleted", "delete from pg_catalog.pg_trigger where tgconstraint = (select oid from pg_catalog.pg_constraint where conname = 'tasks_project_fkey') and tgrelid = 'app.tasks'::regclass"),
    in_database("a table marked as having no triggers", "update pg_catalog.pg_class set relhastriggers = false where oid = 'app.tasks'::regclass"),
    in_database("a key that is not valid", "update pg_catalog.pg_index set indisvalid = false where indexrelid = 'app.tasks_pkey'::regclass"),
    in_database("changes that leave no entry", "drop trigger record_row on app.tasks"),
    in_database("entries by hand", "grant insert (tenant_id, act, object, object_id) on app.audit to rowhouse_app"),
    in_database("a tenant removed before its grace", "drop policy purge_only on app.tenants"),
    in_database("anybody acts as a superuser", "create or replace function auth.acting_superuser() returns uuid language sql stable security definer set search_path = pg_catalog, pg_temp as 'select gen_random_uuid()'; revoke execute on function auth.acting_superuser() from public"),
    in_database("a rule that copies", "create table public.copied (title text); create rule copy as on insert to app.tasks do also insert into public.copied values (new.title)"),
    in_database("a trigger that listens", "create function public.listen() returns trigger language plpgsql as 'begin return new; end'; create trigger listen before insert on app.tasks for each row execute function public.listen()"),
    in_database("an event trigger", "create function public.watch() returns event_trigger language plpgsql as 'begin end'; create event trigger watch on ddl_command_end execute function public.watch()"),
    in_database("a publication of everything", "create publication everything for all tables"),
    in_database("a publication of one table", "create publication one for table app.tasks"),
    in_database("an extension", "create extension pg_stat_statements"),
    in_database("a function hidden in an extension that is known", "create function public.hidden() returns bigint language sql security definer as 'select count(*) from app.tasks'; alter extension plpgsql add function public.hidden()"),
    in_database("a foreign data wrapper", "create foreign data wrapper elsewhere"),
    in_database("a large object", "select lo_from_bytea(0, 'rows')"),
    in_database("a cast of somebody's", "create cast (uuid as integer[]) with inout as assignment"),
    // Roles and settings: of the whole server.
    on_server("BYPASSRLS", "alter role rowhouse_app bypassrls", &["alter role rowhouse_app nobypassrls"]),
    on_server("SUPERUSER", "alter role rowhouse_admin superuser", &["alter role rowhouse_admin nosuperuser"]),
    on_server("CREATEROLE", "alter role rowhouse_app createrole", &["alter role rowhouse_app nocreaterole"]),
    on_server("membership in the owner", "grant rowhouse_owner to rowhouse_app", &["revoke rowhouse_owner from rowhouse_app"]),
    on_server("membership in pg_read_all_data", "grant pg_read_all_data to rowhouse_app", &["revoke pg_read_all_data from rowhouse_app"]),
    on_server(
        "membership in the owner by way of another role",
        "create role ladder; grant rowhouse_owner to ladder; grant ladder to rowhouse_app",
        &["drop role if exists ladder"],
    ),
    on_server("somebody else is a member of the owner", "create role clerk login; grant rowhouse_owner to clerk", &["drop role clerk"]),
    on_server("the owner can sign in", "alter role rowhouse_owner login", &["alter role rowhouse_owner nologin"]),
    on_server("the application inherits", "alter role rowhouse_app inherit", &["alter role rowhouse_app noinherit"]),
    on_server(
        "a tenant set for the database",
        "alter database :database set app.tenant_id = '01890000-0000-7000-8000-000000000001'",
        &["alter database :database reset app.tenant_id"],
    ),
    on_server(
        "a tenant set for the role",
        "alter role rowhouse_app set app.tenant_id = '01890000-0000-7000-8000-000000000001'",
        &["alter role rowhouse_app reset app.tenant_id"],
    ),
    on_server(
        "a tenant set for everybody",
        "alter role all set app.tenant_id = '01890000-0000-7000-8000-000000000001'",
        &["alter role all reset app.tenant_id"],
    ),
    on_server(
        "a search path for the role in this database",
        "alter role rowhouse_app in database :database set search_path = public",
        &["alter role rowhouse_app in database :database reset search_path"],
    ),
    on_server("no search path", "alter role rowhouse_auth reset search_path", &["alter role rowhouse_auth set search_path = pg_catalog"]),
    on_server("triggers off for the role", "alter role rowhouse_app set session_replication_role = 'replica'", &["alter role rowhouse_app reset session_replication_role"]),
    on_server("row security off for the role", "alter role rowhouse_app set row_security = off", &["alter role rowhouse_app reset row_security"]),
    on_server("backfills fail silently", "alter role rowhouse_migrator reset row_security", &["alter role rowhouse_migrator set row_security = off"]),
    on_server(
        "row security off for the database",
        "alter database :database set row_security = off",
        &["alter database :database reset row_security"],
    ),
    on_server("the database belongs to a login", "alter database :database owner to rowhouse_app", &[]),
    on_server("large objects without privileges", "alter database :database set lo_compat_privileges = on", &["alter database :database reset lo_compat_privileges"]),
];
