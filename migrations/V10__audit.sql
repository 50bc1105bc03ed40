-- Who changed what in a tenant: an entry for every row that was added, changed or deleted. Nobody writes the trail by hand.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. An entry is written by the transaction that makes the change, and goes with it when that is rolled back. Its
-- tenant is the row's own, its actor the context's, its login the session's: none of the three is anybody's to choose.
-- Nobody may insert, change or remove an entry; a tenant that is removed takes its trail along. Entries that are settled are
-- sealed: whoever changes one afterwards, the owner of the tables among them, has to change every hash that follows, and the
-- last of them is known outside the database.
set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

-- Batches of seals ----------------------------------------------------------------------------------------------------------------
create table auth.batches (
  batch   bigint not null,
  era     integer not null,
  -- the transactions whose entries it seals: from here on, and below that
  lo      xid8 not null,
  hi      xid8 not null,
  tenants integer not null,
  prev    bytea not null,
  root    bytea not null,
  hash    bytea not null,
  at      timestamptz not null default clock_timestamp(),
  constraint batches_pkey primary key (batch)
);
comment on table auth.batches is 'The chain of the installation: each batch holds the hash of the one before, and of the seals of all tenants in it.';
create table auth.purged_seals (
  batch bigint not null,
  hash  bytea not null,
  constraint purged_seals_pkey primary key (batch, hash)
);
comment on table auth.purged_seals is 'The seals of tenants that were removed, without saying whose: the chain would not add up without them.';

do $$
declare
  name text;
begin
  foreach name in array array['batches', 'purged_seals'] loop
    execute format('alter table auth.%I enable row level security', name);
    execute format('alter table auth.%I force row level security', name);
    execute format('create policy owner_access on auth.%I as permissive for all to rowhouse_auth_owner using (true) with check (true)', name);
    execute format('create policy audit_access on auth.%I as permissive for all to rowhouse_audit using (true) with check (true)', name);
    execute format('create policy admin_read on auth.%I as permissive for select to rowhouse_admin using (true)', name);
    execute format('comment on policy owner_access on auth.%I is %L', name, 'The definer functions of auth, and nobody else.');
    execute format('comment on policy audit_access on auth.%I is %L', name, 'app.seal_audit and app.forget_trail add to the chain; they have no privilege to change it.');
    execute format('comment on policy admin_read on auth.%I is %L', name, 'The chain is verified by whoever may read all trails.');
    execute format('grant select, insert on auth.%I to rowhouse_audit', name);
    execute format('grant select on auth.%I to rowhouse_admin', name);
  end loop;
end
$$;
create policy admin_read on auth.eras as permissive for select to rowhouse_admin using (true);
comment on policy admin_read on auth.eras is 'The chain is verified by whoever may read all trails.';
grant select on auth.eras to rowhouse_admin;

-- The trail of a tenant -----------------------------------------------------------------------------------------------------------
set role rowhouse_owner;

create table app.audit (
  tenant_id uuid not null default app.tenant_id(),
  id        uuid not null default gen_random_uuid(),
  -- Entries are in the order of their transactions, which no clock that jumps can disturb; see auth.eras.
  era       integer not null,
  xid       xid8 not null default pg_current_xact_id(),
  at        timestamptz not null default clock_timestamp(),
  login     name not null default session_user,
  actor     uuid default coalesce(app.user_id(), app.operator_id()),
  act       text not null,
  object    text not null,
  object_id uuid not null,
  before    jsonb,
  after     jsonb,
  constraint audit_pkey primary key (tenant_id, era, xid, id),
  constraint audit_act_check check (act in ('insert', 'update', 'delete'))
);
-- No foreign key to app.tenants: its check would lock the tenant's row for every write of the tenant, all at once. What is
-- left of a tenant that is removed, the trigger below removes.
create index audit_settled on app.audit (era, xid);
create index audit_object on app.audit (tenant_id, object_id, era, xid, id);
comment on table app.audit is 'Every change of a tenant''s rows: who, what, when, before and after. Written by app.record_row and app.record_deleted alone.';
comment on column app.audit.login is 'The role that was signed in to the database.';
comment on column app.audit.actor is 'The person of the transaction: the user, or the superuser who acted.';
-- Both whole: which fields differ is worked out by whoever reads, since whoever writes is waited for.
comment on column app.audit.before is 'The row as it was; null for one that was added.';
comment on column app.audit.after is 'The row as it is from here on; null for one that was deleted.';

create table app.seals (
  tenant_id uuid not null default app.tenant_id(),
  batch     bigint not null,
  entries   integer not null,
  prev      bytea not null,
  root      bytea not null,
  hash      bytea not null,
  constraint seals_pkey primary key (tenant_id, batch)
);
create index seals_batch on app.seals (batch);
comment on table app.seals is 'The chain of a tenant: each seal holds the hash of the one before, and of the entries in its batch.';

-- No columns: the application reads its trail and can neither forge nor empty it.
select app.protect('app.audit', '{}', '{}');
select app.protect('app.seals', '{}', '{}');

create policy audit_write on app.audit as permissive for insert to rowhouse_audit with check (true);
create policy audit_read on app.audit as permissive for select to rowhouse_audit using (true);
create policy audit_forget on app.audit as permissive for delete to rowhouse_audit
  using (not exists (select from app.tenants t where t.tenant_id = audit.tenant_id));
create policy audit_write on app.seals as permissive for insert to rowhouse_audit with check (true);
create policy audit_read on app.seals as permissive for select to rowhouse_audit using (true);
create policy audit_forget on app.seals as permissive for delete to rowhouse_audit
  using (not exists (select from app.tenants t where t.tenant_id = seals.tenant_id));
create policy auth_read on app.seals as permissive for select to rowhouse_auth_owner using (true);
create policy audit_tenants on app.tenants as permissive for select to rowhouse_audit using (true);
comment on policy audit_write on app.audit is 'app.record_row and app.record_deleted file what was changed, for every tenant.';
comment on policy audit_read on app.audit is 'app.seal_audit reads what it seals.';
comment on policy audit_forget on app.audit is 'app.forget_trail removes nothing of a tenant that is there.';
comment on policy audit_write on app.seals is 'app.seal_audit seals, for every tenant.';
comment on policy audit_read on app.seals is 'app.seal_audit goes on from the last seal.';
comment on policy audit_forget on app.seals is 'app.forget_trail removes nothing of a tenant that is there.';
comment on policy auth_read on app.seals is 'auth.purge_tenants keeps the last seal of a tenant that it removes.';
comment on policy audit_tenants on app.tenants is 'The functions of the trail must know whether a tenant is there.';
grant select, insert (tenant_id, era, act, object, object_id, before, after), delete on app.audit to rowhouse_audit;
grant select, insert, delete on app.seals to rowhouse_audit;
grant select on app.seals to rowhouse_auth_owner;
grant select (tenant_id) on app.tenants to rowhouse_audit;
grant execute on function app.tenant_id(), app.user_id(), app.operator_id() to rowhouse_audit;

-- To create functions that rowhouse_audit owns; taken back below.
grant create on schema app to rowhouse_audit;
set role rowhouse_audit;

-- What is derived or only counts (norm, version) is left out, and so is an update that changed nothing else.
create function app.record_row() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  was    jsonb;
  became jsonb := to_jsonb(new) - array['tenant_id', 'norm', 'version'];
  key    constant uuid := coalesce(became ->> 'id', became ->> 'user_id', new.tenant_id::text)::uuid;
begin
  if tg_op = 'UPDATE' then
    was := to_jsonb(old) - array['tenant_id', 'norm', 'version'];
    if was = became then
      return null;
    end if;
  end if;
  insert into app.audit (tenant_id, era, act, object, object_id, before, after)
  values (new.tenant_id, (select max(e.era) from auth.eras e), lower(tg_op), tg_table_name, key, was, became);
  return null;
end
$$;
comment on function app.record_row() is 'Trigger: files a row that was added or changed in app.audit, under the tenant of the row itself.';

-- Once for a statement, and so once for a whole cascade.
create function app.record_deleted() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app.audit (tenant_id, era, act, object, object_id, before)
  select d.tenant_id, e.era, 'delete', tg_table_name, coalesce(j ->> 'id', j ->> 'user_id', d.tenant_id::text)::uuid,
         j - array['tenant_id', 'norm', 'version']
  from deleted d cross join lateral to_jsonb(d) as j cross join (select max(era) as era from auth.eras) e
  -- A tenant that is removed takes its trail along.
  where exists (select from app.tenants t where t.tenant_id = d.tenant_id);
  return null;
end
$$;
comment on function app.record_deleted() is 'Trigger: files deleted rows in app.audit, each under the tenant of the row itself.';

create function app.forget_trail() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into auth.purged_seals (batch, hash) select s.batch, s.hash from app.seals s where s.tenant_id in (select d.tenant_id from deleted d);
  delete from app.seals s where s.tenant_id in (select d.tenant_id from deleted d);
  delete from app.audit a where a.tenant_id in (select d.tenant_id from deleted d);
  return null;
end
$$;
comment on function app.forget_trail() is 'Trigger: removes the trail of tenants that were removed; of its seals the hashes stay.';

-- An entry as it is hashed. `rowhouse audit verify` has the same of its own: it must not ask what it verifies.
create function app.audit_digest(entry app.audit) returns bytea
  language sql stable parallel safe set search_path = pg_catalog, pg_temp
  return sha256(convert_to(jsonb_build_array(entry.tenant_id, entry.id, entry.era, entry.xid::text, extract(epoch from entry.at), entry.login,
    entry.actor, entry.act, entry.object, entry.object_id, entry.before, entry.after)::text, 'UTF8'));
comment on function app.audit_digest(app.audit) is 'The hash of an entry. Internal to app.seal_audit.';

-- Seals the entries of one era that are settled: every transaction below the oldest that still runs has ended, and what it
-- filed can be seen. Of an era that is over all is settled. The hash of the batch; null when there is nothing to seal.
-- Two at once make a batch of the same number, and the second gives way: its key is taken.
create function app.seal_era(p_era integer, p_over boolean) returns bytea
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  below     xid8 := case when p_over then '18446744073709551615' else pg_snapshot_xmin(pg_current_snapshot()) end;
  last      record;
  since     xid8;
  enough    xid8;
  this      bigint;
  sealed    integer;
  all_seals bytea;
  new_hash  bytea;
begin
  select b.batch, b.hash into last from auth.batches b order by b.batch desc limit 1;
  this := coalesce(last.batch, 0) + 1;
  since := coalesce((select b.hi from auth.batches b where b.era = p_era order by b.batch desc limit 1), '0');
  -- A hundred thousand or so at once, so that what was loaded is sealed in time as well; the next call goes on.
  select a.xid into enough from app.audit a where a.era = p_era and a.xid >= since and a.xid < below order by a.xid offset 100000 limit 1;
  if exists (select from app.audit a where a.era = p_era and a.xid >= since and a.xid < enough) then
    below := enough;
  end if;
  if since >= below or not exists (select from app.audit a where a.era = p_era and a.xid >= since and a.xid < below) then
    return null;
  end if;
  insert into app.seals (tenant_id, batch, entries, prev, root, hash)
  select fresh.tenant_id, this, fresh.entries, fresh.prev, fresh.root,
         sha256(fresh.prev || fresh.root || convert_to(concat_ws('|', fresh.tenant_id, this, fresh.entries), 'UTF8'))
  from (
    select a.tenant_id, count(*)::integer as entries, sha256(string_agg(app.audit_digest(a), '' order by a.xid, a.id)) as root,
           coalesce((select s.hash from app.seals s where s.tenant_id = a.tenant_id order by s.batch desc limit 1), '') as prev
    from app.audit a where a.era = p_era and a.xid >= since and a.xid < below
    group by a.tenant_id
  ) as fresh;
  select count(*), sha256(string_agg(s.hash, '' order by s.hash)) into sealed, all_seals from app.seals s where s.batch = this;
  new_hash := sha256(coalesce(last.hash, '') || all_seals || convert_to(concat_ws('|', this, p_era, since, below, sealed), 'UTF8'));
  insert into auth.batches (batch, era, lo, hi, tenants, prev, root, hash)
  values (this, p_era, since, below, sealed, coalesce(last.hash, ''), all_seals, new_hash);
  return new_hash;
exception when unique_violation then
  return null;
end
$$;
comment on function app.seal_era(integer, boolean) is 'Seals what is settled in one era. Internal to app.seal_audit.';

create function app.seal_audit() returns table (batch bigint, hash bytea)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  this_era constant integer := (select max(e.era) from auth.eras e);
  known    constant bigint := coalesce((select max(b.batch) from auth.batches b), 0);
begin
  perform app.seal_era(e.era, e.era < this_era) from auth.eras e order by e.era;
  return query select b.batch, b.hash from auth.batches b where b.batch > known order by b.batch;
end
$$;
comment on function app.seal_audit() is 'Seals the entries that are settled, and gives the hashes of the new batches, to be kept outside the database.';
grant execute on function app.record_row(), app.record_deleted(), app.forget_trail() to rowhouse_owner;
grant execute on function app.seal_audit() to rowhouse_operator;

set role rowhouse_owner;
revoke create on schema app from rowhouse_audit;

create function app.audited(target regclass) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  execute format('create trigger record_row after insert or update on %s for each row execute function app.record_row()', target);
  execute format('create trigger record_deleted after delete on %s referencing old table as deleted for each statement execute function app.record_deleted()', target);
end
$$;
comment on function app.audited(regclass) is 'Has every change of a table recorded in app.audit. Call it once, in the migration that creates the table.';

select app.audited('app.tenants');
select app.audited('app.members');
select app.audited('app.projects');
select app.audited('app.tasks');
create trigger forget_trail after delete on app.tenants
  referencing old table as deleted for each statement execute function app.forget_trail();

-- Removing a tenant keeps its last seal; the rest of this function is as in V9.
set role rowhouse_auth_owner;
create or replace function auth.purge_tenants() returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone uuid;
  seal text;
  n    integer := 0;
begin
  for gone in select t.tenant_id from app.tenants t where t.status = 'deleted' and t.purge_after <= now() for update skip locked loop
    seal := (select encode(s.hash, 'hex') from app.seals s where s.tenant_id = gone order by s.batch desc limit 1);
    delete from app.tenants t where t.tenant_id = gone;
    delete from auth.sessions s where s.tenant_id = gone;
    delete from auth.memberships m where m.tenant_id = gone;
    update auth.users u set last_tenant = null where u.last_tenant = gone;
    perform auth.note('tenant_purged', null, 'tenant', gone, jsonb_strip_nulls(jsonb_build_object('last_seal', seal)));
    n := n + 1;
  end loop;
  if n > 0 then
    perform auth.announce_all();
  end if;
  return n;
end
$$;

reset row_security;
reset role;
