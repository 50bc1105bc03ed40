-- What happened to the installation: people signing in and out, and what superusers do. Nobody writes its trail by hand.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. An entry is written by the transaction that makes the change, and goes with it when that is rolled back. Nobody
-- may insert, change or remove an entry: the functions that write belong to a role that nobody signs in as.

-- Eras --------------------------------------------------------------------------------------------------------------------------
-- Entries are in the order of their transactions, which no clock that jumps can disturb. On another server transactions are
-- counted anew: so each server that the data lives on is an era of its own.
set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

create table auth.eras (
  era               integer not null,
  system_identifier bigint not null,
  begun_at          timestamptz not null default now(),
  constraint eras_pkey primary key (era)
);
comment on table auth.eras is 'The servers that this database has lived on, one after the other.';
alter table auth.eras enable row level security;
alter table auth.eras force row level security;
create policy owner_access on auth.eras as permissive for all to rowhouse_auth_owner using (true) with check (true);
create policy audit_read on auth.eras as permissive for select to rowhouse_audit using (true);
comment on policy owner_access on auth.eras is 'The definer functions of auth, and nobody else.';
comment on policy audit_read on auth.eras is 'An entry of the trail says in which era it was made.';
grant usage on schema auth to rowhouse_audit;
grant select on auth.eras to rowhouse_audit;
insert into auth.eras (era, system_identifier) select 1, c.system_identifier from pg_catalog.pg_control_system() c;

create function auth.begin_era() returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  here constant bigint := (select c.system_identifier from pg_control_system() c);
  latest record;
begin
  lock table auth.eras in share row exclusive mode;
  select e.era, e.system_identifier into latest from auth.eras e order by e.era desc limit 1;
  if latest.system_identifier = here then
    return latest.era;
  end if;
  insert into auth.eras (era, system_identifier) values (coalesce(latest.era, 0) + 1, here);
  return coalesce(latest.era, 0) + 1;
end
$$;
comment on function auth.begin_era() is 'Begins a new era when this is another server than the last time; called at every start, before anything is served.';
grant execute on function auth.begin_era() to rowhouse_auth;

-- The trail of the installation ---------------------------------------------------------------------------------------------------
create table auth.trail (
  trail_id  uuid not null default gen_random_uuid(),
  era       integer not null,
  xid       xid8 not null default pg_current_xact_id(),
  at        timestamptz not null default clock_timestamp(),
  login     name not null default session_user,
  actor     uuid,
  act       text not null,
  object    text not null,
  object_id uuid,
  details   jsonb not null default '{}',
  constraint trail_pkey primary key (trail_id)
);
create index trail_order on auth.trail (era, xid, trail_id);
create index trail_object on auth.trail (object_id);
comment on table auth.trail is 'What happened to the installation: people signing in and out, and what superusers did.';
comment on column auth.trail.login is 'The role that was signed in to the database.';
comment on column auth.trail.actor is 'The person, where one is known.';
alter table auth.trail enable row level security;
alter table auth.trail force row level security;
create policy owner_access on auth.trail as permissive for all to rowhouse_auth_owner using (true) with check (true);
create policy admin_read on auth.trail as permissive for select to rowhouse_admin using (true);
comment on policy owner_access on auth.trail is 'The definer functions of auth, and nobody else.';
comment on policy admin_read on auth.trail is 'The superuser panel shows the trail of the installation; it has no write privilege.';
grant usage on schema auth to rowhouse_admin;
grant select on auth.trail to rowhouse_admin;

create function auth.note(p_act text, p_actor uuid, p_object text, p_object_id uuid, p_details jsonb) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into auth.trail (era, act, actor, object, object_id, details)
  select max(e.era), p_act, p_actor, p_object, p_object_id, coalesce(p_details, '{}') from auth.eras e;
end;
comment on function auth.note(text, uuid, text, uuid, jsonb) is 'Writes an entry of the installation''s trail. Internal to this schema.';

-- Signing in and out leave an entry; the rest of these two is as in V2.
create or replace function auth.sign_in(p_login text, p_proof bytea, p_session bytea, p_address text)
  returns table (outcome text, retry_after integer)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  by_login   constant bytea := sha256(convert_to('login:' || coalesce(auth.normal_login(p_login), ''), 'UTF8'));
  by_address constant bytea := sha256(convert_to('address:' || coalesce(p_address, ''), 'UTF8'));
  person     record;
  tenant     uuid;
begin
  -- Ten tries for a login, a hundred for an address, which an office may share.
  retry_after := greatest(auth.throttled_for(by_login, 10), auth.throttled_for(by_address, 100));
  if retry_after is not null then
    outcome := 'throttled';
    return next;
    return;
  end if;

  select u.user_id, u.superuser, u.last_tenant into person
  from auth.users u
  where u.login = auth.normal_login(p_login) and u.verifier = sha256(p_proof) and u.status = 'active';
  if not found then
    perform auth.count_failure(by_login);
    perform auth.count_failure(by_address);
    -- Who was meant, where there is such a person; never what was typed, which may be a password in the wrong field.
    perform auth.note('sign_in_failed', null, 'user', (select u.user_id from auth.users u where u.login = auth.normal_login(p_login)),
                      jsonb_build_object('address', p_address));
    outcome := 'refused';
    return next;
    return;
  end if;

  delete from auth.attempts a where a.subject = by_login;
  -- the last used, else the oldest, of those that may be entered
  select m.tenant_id into tenant
  from auth.memberships m join app.tenants t on t.tenant_id = m.tenant_id
  where m.user_id = person.user_id and t.status in ('active', 'archived')
  order by (m.tenant_id = person.last_tenant) desc nulls last, m.created_at, m.tenant_id
  limit 1;
  -- A superuser's session is the more dangerous one, so it is the shorter one.
  insert into auth.sessions (session_hash, user_id, tenant_id, idle_expires_at, expires_at)
  values (p_session, person.user_id, tenant,
          now() + case when person.superuser then interval '1 hour' else interval '7 days' end,
          now() + case when person.superuser then interval '12 hours' else interval '30 days' end);
  perform auth.note('signed_in', person.user_id, 'user', person.user_id, jsonb_build_object('address', p_address));
  outcome := 'signed_in';
  return next;
end
$$;

create or replace function auth.session_end(p_session bytea) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select auth.note('signed_out', s.user_id, 'user', s.user_id, '{}') from auth.sessions s where s.session_hash = p_session;
  delete from auth.sessions s where s.session_hash = p_session;
  select auth.announce(p_session);
end;

reset row_security;
reset role;
