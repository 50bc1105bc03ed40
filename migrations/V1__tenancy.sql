-- Tenants, their members, and the one helper that puts a table behind row-level security.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
-- How far this database is: for serve, which never connects as the migrator and refuses a schema older than itself.
-- plpgsql, so that the table of the migrations need not exist while this file runs.
create function migrations.version() returns integer language plpgsql stable security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  return (select max(version) from migrations.history);
end
$$;
comment on function migrations.version() is 'The last migration that has run.';
grant usage on schema migrations to rowhouse_auth;
grant execute on function migrations.version() to rowhouse_auth;

set role rowhouse_owner;

-- The context of a transaction ------------------------------------------------------------------------------------------------
-- Set by SET LOCAL and by nothing else. STABLE, never IMMUTABLE: an immutable context would be folded into a prepared
-- statement and hand one tenant's rows to the next. nullif: after a SET LOCAL ends, the setting reads as '' and not as null.

create function app.tenant_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;
comment on function app.tenant_id() is 'The tenant of this transaction; null without one, and then no tenant row is visible or writable.';

create function app.user_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.user_id', true), '')::uuid;
comment on function app.user_id() is 'The person who acts in this transaction; null outside writes.';

create function app.operator_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.operator_id', true), '')::uuid;
comment on function app.operator_id() is 'The superuser who acts in this transaction; null unless declared, and then rowhouse_operator sees nothing.';

-- The write guard -------------------------------------------------------------------------------------------------------------
-- It raises, because a plain false would turn DELETE into a silent success of zero rows. plpgsql, because language sql
-- was measured to cost a fifth of the write rate here, and this nothing. Cascades pass it by, so every parent has it too.
create function app.live() returns boolean language plpgsql stable parallel safe
  set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from app.tenants where tenant_id = app.tenant_id() and status = 'active') then
    return true;
  end if;
  raise exception 'the tenant is not active' using errcode = 'RH001';
end
$$;
comment on function app.live() is 'True in an active tenant, else raises RH001: rows of a suspended or archived tenant cannot be changed.';

-- The helper ------------------------------------------------------------------------------------------------------------------
create function app.protect(target regclass, insert_columns text[], update_columns text[]) returns void
  language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  own_tenant constant text := 'tenant_id = (select app.tenant_id())';
  live       constant text := '(select app.live())';
  declared   constant text := '(select app.operator_id()) is not null';
  tenant_key smallint;
  bad        text;
  -- The one key that no tenant leads: a tenant is found by its slug before there is any context.
  allowed    constant text := 'tenants_slug_key';
begin
  select a.attnum into tenant_key
  from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = target and a.attname = 'tenant_id' and a.atttypid = 'uuid'::regtype and a.attnotnull
    and pg_get_expr(d.adbin, d.adrelid) = 'app.tenant_id()';
  if not found then
    raise exception '% needs: tenant_id uuid not null default app.tenant_id()', target;
  end if;

  select string_agg(c.relname, ', ') into bad
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = target and (i.indisunique or i.indisexclusion) and i.indkey[0] <> tenant_key and c.relname <> allowed;
  if bad is not null then
    raise exception '%: unique keys must lead with tenant_id, or they tell of other tenants'' rows: %', target, bad;
  end if;
  if not exists (select from pg_index where indrelid = target and indisprimary) then
    raise exception '% needs a primary key that leads with tenant_id', target;
  end if;

  select string_agg(conname, ', ') into bad from pg_constraint
  where conrelid = target and contype = 'f' and conkey[1] <> tenant_key;
  if bad is not null then
    raise exception '%: foreign keys must lead with tenant_id, or they reach across tenants: %', target, bad;
  end if;

  if 'tenant_id' = any (insert_columns || update_columns) then
    raise exception '%: tenant_id is never writable by the application', target;
  end if;

  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);

  execute format('create policy tenant_access on %s as permissive for all to rowhouse_app using (%s) with check (%2$s)', target, own_tenant);
  execute format('create policy tenant_floor on %s as restrictive for all to rowhouse_app using (%s) with check (%2$s)', target, own_tenant);
  execute format('create policy live_insert on %s as restrictive for insert to rowhouse_app with check (%s)', target, live);
  execute format('create policy live_update on %s as restrictive for update to rowhouse_app using (%s) with check (%2$s)', target, live);
  execute format('create policy live_delete on %s as restrictive for delete to rowhouse_app using (%s)', target, live);
  execute format('create policy admin_read on %s as permissive for select to rowhouse_admin using (true)', target);
  execute format('create policy operator_write on %s as permissive for all to rowhouse_operator using (%s) with check (%2$s)', target, declared);

  execute format('comment on policy tenant_access on %s is %L', target, 'The application sees and writes the rows of its transaction''s tenant.');
  execute format('comment on policy tenant_floor on %s is %L', target, 'The same again, restrictive: no policy added later can widen what the application sees.');
  execute format('comment on policy live_insert on %s is %L', target, 'Nothing is added in a tenant that is suspended or archived.');
  execute format('comment on policy live_update on %s is %L', target, 'Nothing is changed in a tenant that is suspended or archived.');
  execute format('comment on policy live_delete on %s is %L', target, 'Nothing is deleted in a tenant that is suspended or archived.');
  execute format('comment on policy admin_read on %s is %L', target, 'The superuser panel reads all tenants; it has no write privilege.');
  execute format('comment on policy operator_write on %s is %L', target, 'A superuser''s act, once the transaction has declared who acts.');

  execute format('grant select on %s to rowhouse_app, rowhouse_admin, rowhouse_operator', target);
  if cardinality(insert_columns) > 0 then
    bad := (select string_agg(quote_ident(c), ', ') from unnest(insert_columns) c);
    execute format('grant insert (%s) on %s to rowhouse_app', bad, target);
    execute format('grant insert (tenant_id, %s) on %s to rowhouse_operator', bad, target);
    -- What the application may not add, it may not delete either.
    execute format('grant delete on %s to rowhouse_app, rowhouse_operator', target);
  end if;
  if cardinality(update_columns) > 0 then
    bad := (select string_agg(quote_ident(c), ', ') from unnest(update_columns) c);
    execute format('grant update (%s) on %s to rowhouse_app, rowhouse_operator', bad, target);
  end if;
end
$$;
comment on function app.protect(regclass, text[], text[]) is
  'Checks a new table against the schema rules, then forces row security and lays its policies and grants. Call it once, in the migration that creates the table.';

-- Folds a text for search: case and compatibility forms of every language's letters. Upper before lower, so that letters
-- with two small forms (Greek sigma) become one. Cut, because some single letters fold to eighteen and an index entry is bounded.
create function app.searchable(value text) returns text language sql immutable strict parallel safe
  return left(lower(upper(normalize(value, nfkc))), 255);
comment on function app.searchable(text) is 'A text as search compares it; apply it to both sides.';

grant execute on function app.tenant_id() to rowhouse_app, rowhouse_admin, rowhouse_operator, rowhouse_auth_owner, rowhouse_trash;
grant execute on function app.user_id() to rowhouse_app, rowhouse_operator, rowhouse_auth_owner, rowhouse_trash;
grant execute on function app.operator_id() to rowhouse_operator;
grant execute on function app.live() to rowhouse_app;
grant execute on function app.searchable(text) to rowhouse_app, rowhouse_admin, rowhouse_operator, rowhouse_trash;

-- Tenants and members ---------------------------------------------------------------------------------------------------------
create table app.tenants (
  tenant_id  uuid not null default app.tenant_id(),
  slug       text collate "C" not null,
  name       text not null,
  status     text not null default 'active',
  created_at timestamptz not null default now(),
  version    integer not null default 1,
  constraint tenants_pkey primary key (tenant_id),
  constraint tenants_slug_key unique (slug),
  constraint tenants_slug_check check (slug ~ '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$'),
  constraint tenants_name_check check (char_length(name) between 1 and 255 and name ~ '\S'),
  constraint tenants_status_check check (status in ('active', 'suspended', 'archived', 'deleted'))
);
comment on table app.tenants is 'One row a tenant; the application sees its own alone.';
comment on column app.tenants.status is 'active: all works. suspended: no sign-in, no writes. archived: readable. deleted: awaiting its purge.';

create table app.members (
  tenant_id    uuid not null default app.tenant_id(),
  user_id      uuid not null,
  display_name text not null,
  role         text not null default 'member',
  created_at   timestamptz not null default now(),
  version      integer not null default 1,
  constraint members_pkey primary key (tenant_id, user_id),
  constraint members_tenant_fkey foreign key (tenant_id) references app.tenants (tenant_id) on delete cascade,
  constraint members_display_name_check check (char_length(display_name) between 1 and 255 and display_name ~ '\S'),
  constraint members_role_check check (role in ('owner', 'admin', 'member', 'viewer'))
);
comment on table app.members is 'Who belongs to a tenant, as that tenant sees it. The mirror of auth.memberships; both are written by auth.add_member.';

-- No columns: the application changes neither tenants nor members.
select app.protect('app.tenants', '{}', '{}');
select app.protect('app.members', '{}', '{}');

-- The definer functions of auth write these two, and read a tenant's status when somebody signs in.
create policy auth_access on app.tenants as permissive for all to rowhouse_auth_owner using (true) with check (true);
create policy auth_access on app.members as permissive for all to rowhouse_auth_owner using (true) with check (true);
comment on policy auth_access on app.tenants is 'The definer functions of auth create tenants and look at their status.';
comment on policy auth_access on app.members is 'The definer functions of auth keep members and memberships alike.';
grant select, insert (tenant_id, slug, name) on app.tenants to rowhouse_auth_owner;
grant select, insert (tenant_id, user_id, display_name, role) on app.members to rowhouse_auth_owner;

reset role;
