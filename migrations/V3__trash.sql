-- What was deleted, for thirty days. A trigger keeps every deleted row, whoever deletes it and however: so deleting stays
-- DELETE, with working keys and cascades, and there is no "not deleted" predicate that a query could forget.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
set role rowhouse_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

create table app.trash (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null default gen_random_uuid(),
  kind       text not null,
  object_id  uuid not null,
  object     jsonb not null,
  -- Rows that one transaction deleted share this moment: a project and its tasks are brought back together.
  deleted_at timestamptz not null default now(),
  deleted_by uuid default app.user_id(),
  constraint trash_pkey primary key (tenant_id, id),
  constraint trash_tenant_fkey foreign key (tenant_id) references app.tenants (tenant_id) on delete cascade
);
create index trash_object on app.trash (tenant_id, object_id);
create index trash_age on app.trash (deleted_at);
comment on table app.trash is 'Deleted rows, for thirty days. Written by the trigger function app.keep_deleted alone.';

-- No columns: the application reads its trash and can neither forge nor empty it.
select app.protect('app.trash', '{}', '{}');

create policy trash_write on app.trash as permissive for insert to rowhouse_trash with check (true);
create policy trash_expire on app.trash as permissive for all to rowhouse_trash using (deleted_at < now() - interval '30 days') with check (false);
create policy trash_tenants on app.tenants as permissive for select to rowhouse_trash using (true);
comment on policy trash_write on app.trash is 'app.keep_deleted files what a delete removed, for every tenant.';
comment on policy trash_expire on app.trash is 'app.empty_trash sees, and so removes, nothing younger than thirty days.';
comment on policy trash_tenants on app.tenants is 'app.keep_deleted must know whether the tenant itself is going.';
grant insert (tenant_id, kind, object_id, object), delete on app.trash to rowhouse_trash;
grant select (deleted_at) on app.trash to rowhouse_trash;
grant select (tenant_id) on app.tenants to rowhouse_trash;

-- To create functions that rowhouse_trash owns; taken back below.
grant create on schema app to rowhouse_trash;
set role rowhouse_trash;

-- For `after delete … referencing old table as deleted for each statement`: once for a whole cascade, which was measured to
-- take a third off the time of deleting 200,000 tasks. A definer function, because a cascade runs as the table's owner,
-- who may write nothing.
create function app.keep_deleted() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app.trash (tenant_id, kind, object_id, object)
  select d.tenant_id, tg_table_name, d.id, to_jsonb(d) - array['tenant_id', 'norm']
  from deleted d
  -- A tenant that is removed takes its trash along.
  where exists (select from app.tenants t where t.tenant_id = d.tenant_id);
  return null;
end
$$;
comment on function app.keep_deleted() is 'Trigger: files deleted rows in app.trash, each under the tenant of the row itself.';

create function app.empty_trash() returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from app.trash where deleted_at < now() - interval '30 days';
end;
comment on function app.empty_trash() is 'Removes what was deleted more than thirty days ago. The policy trash_expire holds it to that.';

grant execute on function app.keep_deleted() to rowhouse_owner;
grant execute on function app.empty_trash() to rowhouse_auth;

set role rowhouse_owner;
revoke create on schema app from rowhouse_trash;
-- The housekeeping of serve runs on the auth pool: it may call app.empty_trash and has no privilege on any table of app.
grant usage on schema app to rowhouse_auth;

reset row_security;
reset role;
