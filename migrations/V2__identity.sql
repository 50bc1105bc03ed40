-- People, memberships, sessions and sign-in attempts, and the definer functions that are the only way to them.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. rowhouse_auth has no privilege on any table here. No function lists anything; each takes the secret it
-- answers for: a proof, or the hash of a session id. No verifier leaves the database, and no session comes into being
-- without a proof: what signs in is the function that makes the session. No foreign key crosses into schema app.
set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

-- A login as it is compared.
create function auth.normal_login(login text) returns text language sql immutable strict parallel safe
  return lower(normalize(btrim(login), nfkc));
comment on function auth.normal_login(text) is 'A login as it is stored and compared: trimmed, one case, one form.';

create table auth.users (
  user_id      uuid not null,
  login        text collate "C" not null,
  display_name text not null,
  -- argon2id (RFC 9106): the parameters and the salt are told to whoever asks for them, the verifier to nobody.
  salt         bytea not null,
  verifier     bytea not null,
  memory_kib   integer not null,
  iterations   integer not null,
  lanes        integer not null,
  superuser    boolean not null default false,
  status       text not null default 'active',
  -- where the person worked last; no key, since it points across the schemas
  last_tenant  uuid,
  created_at   timestamptz not null default now(),
  version      integer not null default 1,
  constraint users_pkey primary key (user_id),
  constraint users_login_key unique (login),
  constraint users_login_check check (login = auth.normal_login(login) and char_length(login) between 1 and 255),
  constraint users_display_name_check check (char_length(display_name) between 1 and 255),
  constraint users_salt_check check (octet_length(salt) = 16),
  constraint users_verifier_check check (octet_length(verifier) = 32),
  constraint users_status_check check (status in ('active', 'deactivated'))
);
comment on table auth.users is 'People. One row serves all tenants that a person belongs to.';
comment on column auth.users.verifier is 'sha256 of the argon2id output: it cannot be used to sign in, and it never leaves the database.';

create table auth.memberships (
  user_id    uuid not null,
  tenant_id  uuid not null,
  created_at timestamptz not null default now(),
  constraint memberships_pkey primary key (user_id, tenant_id),
  constraint memberships_user_fkey foreign key (user_id) references auth.users (user_id) on delete cascade
);
create index memberships_tenant on auth.memberships (tenant_id);
comment on table auth.memberships is 'Which tenants a person may enter. The mirror of app.members.';

create table auth.sessions (
  session_hash    bytea not null,
  user_id         uuid not null,
  tenant_id       uuid,
  data            text not null default '{}',
  created_at      timestamptz not null default now(),
  seen_at         timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  expires_at      timestamptz not null,
  constraint sessions_pkey primary key (session_hash),
  constraint sessions_user_fkey foreign key (user_id) references auth.users (user_id) on delete cascade,
  constraint sessions_hash_check check (octet_length(session_hash) = 32),
  constraint sessions_data_check check (octet_length(data) <= 16384)
);
create index sessions_user on auth.sessions (user_id);
create index sessions_tenant on auth.sessions (tenant_id);
create index sessions_expiry on auth.sessions (expires_at);
comment on table auth.sessions is 'Live sessions, by sha256 of their id: a copy of this table signs nobody in.';
comment on column auth.sessions.tenant_id is 'The tenant this session works in; null for a superuser, or a person of none.';

create table auth.attempts (
  subject  bytea not null,
  failures integer not null default 1,
  since    timestamptz not null default now(),
  constraint attempts_pkey primary key (subject)
);
create index attempts_since on auth.attempts (since);
comment on table auth.attempts is 'Failed sign-ins of the last quarter of an hour, by sha256 of a login or of an address.';

create table auth.secrets (
  only_row boolean not null default true,
  pepper   bytea not null,
  constraint secrets_pkey primary key (only_row),
  constraint secrets_only_row_check check (only_row)
);
comment on table auth.secrets is 'One random value: it makes the salts of people who do not exist look like any other.';
insert into auth.secrets (pepper)
  values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

do $$
declare
  name text;
begin
  foreach name in array array['users', 'memberships', 'sessions', 'attempts', 'secrets'] loop
    execute format('alter table auth.%I enable row level security', name);
    execute format('alter table auth.%I force row level security', name);
    execute format('create policy owner_access on auth.%I as permissive for all to rowhouse_auth_owner using (true) with check (true)', name);
    execute format('comment on policy owner_access on auth.%I is %L', name, 'The definer functions of auth, and nobody else.');
  end loop;
end
$$;

-- Signing in ------------------------------------------------------------------------------------------------------------------

-- Salt and parameters for a login. For one that does not exist: a salt that never changes and cannot be told from a real one.
create function auth.sign_in_salt(p_login text)
  returns table (salt bytea, memory_kib integer, iterations integer, lanes integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(u.salt, substring(sha256(s.pepper || convert_to(coalesce(auth.normal_login(p_login), ''), 'UTF8')) for 16)),
         -- the parameters that new passwords get: OWASP's first choice for argon2id
         coalesce(u.memory_kib, 19456), coalesce(u.iterations, 2), coalesce(u.lanes, 1)
  from auth.secrets s left join auth.users u on u.login = auth.normal_login(p_login);
end;
comment on function auth.sign_in_salt(text) is 'What is needed to compute a proof. Says nothing of whether the login exists.';

-- Counts one more failure; the count starts anew after a quarter of an hour.
create function auth.count_failure(p_subject bytea) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into auth.attempts as a (subject) values (p_subject)
  on conflict (subject) do update set
    failures = case when a.since < now() - interval '15 minutes' then 1 else a.failures + 1 end,
    since    = case when a.since < now() - interval '15 minutes' then now() else a.since end;
end;
comment on function auth.count_failure(bytea) is 'Internal to sign_in.';

-- Seconds until a subject may try again; null when it may now.
create function auth.throttled_for(p_subject bytea, p_allowed integer) returns integer
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select ceil(extract(epoch from a.since + interval '15 minutes' - now()))::integer
  from auth.attempts a
  where a.subject = p_subject and a.failures >= p_allowed and a.since >= now() - interval '15 minutes';
end;
comment on function auth.throttled_for(bytea, integer) is 'Internal to sign_in.';

-- The proof is the argon2id output for the salt above. A refusal is an answer and not an error, so that its count is committed.
create function auth.sign_in(p_login text, p_proof bytea, p_session bytea, p_address text)
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
  outcome := 'signed_in';
  return next;
end
$$;
comment on function auth.sign_in(text, bytea, bytea, text) is 'Checks a proof, counts attempts, and on success makes the session itself.';

-- Sessions --------------------------------------------------------------------------------------------------------------------

-- Whom a session belongs to and where it works; no row for one that is unknown, expired, or of a person deactivated since.
create function auth.session(p_session bytea)
  returns table (user_id uuid, login text, display_name text, superuser boolean, tenant_id uuid, tenant_name text,
                 tenant_status text, tenants bigint, data text, idle_expires_at timestamptz, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.user_id, u.login, u.display_name, u.superuser, t.tenant_id, t.name, t.status,
         (select count(*) from auth.memberships o where o.user_id = u.user_id),
         s.data, s.idle_expires_at, s.expires_at
  from auth.sessions s
  join auth.users u on u.user_id = s.user_id and u.status = 'active'
  -- the membership again, so that leaving a tenant ends the access of sessions that are in it
  left join auth.memberships m on m.user_id = s.user_id and m.tenant_id = s.tenant_id
  left join app.tenants t on t.tenant_id = m.tenant_id and t.status in ('active', 'archived')
  where s.session_hash = p_session and s.idle_expires_at > now() and s.expires_at > now();
end;
comment on function auth.session(bytea) is 'Whom a session belongs to and which tenant it works in, looked up afresh.';

create function auth.session_touch(p_session bytea) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  update auth.sessions s
  set seen_at = now(), idle_expires_at = s.idle_expires_at + (now() - s.seen_at)
  where s.session_hash = p_session and s.idle_expires_at > now() and s.seen_at < now() - interval '30 seconds';
end;
comment on function auth.session_touch(bytea) is 'Slides the idle expiry of a session that is in use.';

-- Says to every running instance: what you remember of this session, look up again. It carries the hash, never the id.
create function auth.announce(p_session bytea) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select pg_notify('rowhouse_sessions', encode(p_session, 'hex'));
end;
comment on function auth.announce(bytea) is 'Tells every instance to look a session up again. Internal to this schema.';

create function auth.session_end(p_session bytea) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from auth.sessions s where s.session_hash = p_session;
  select auth.announce(p_session);
end;
comment on function auth.session_end(bytea) is 'Ends a session, on every running instance.';

create function auth.session_save(p_session bytea, p_data text) returns boolean
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select auth.announce(p_session);
  update auth.sessions s set data = p_data
  where s.session_hash = p_session and s.idle_expires_at > now() and s.expires_at > now()
  returning true;
end;
comment on function auth.session_save(bytea, text) is 'Keeps a session''s data. Null when there is no such session; it never makes one.';

create function auth.session_enter(p_session bytea, p_tenant uuid) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid;
begin
  update auth.sessions s set tenant_id = p_tenant
  from auth.memberships m join app.tenants t on t.tenant_id = m.tenant_id and t.status in ('active', 'archived')
  where s.session_hash = p_session and s.idle_expires_at > now() and s.expires_at > now()
    and m.user_id = s.user_id and m.tenant_id = p_tenant
  returning s.user_id into person;
  if not found then
    return false;
  end if;
  update auth.users u set last_tenant = p_tenant where u.user_id = person;
  perform auth.announce(p_session);
  return true;
end
$$;
comment on function auth.session_enter(bytea, uuid) is 'Lets a session work in another of its person''s tenants, and remembers it for the next sign-in.';

create function auth.session_tenants(p_session bytea) returns table (tenant_id uuid, name text, current boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select t.tenant_id, t.name, t.tenant_id is not distinct from s.tenant_id
  from auth.sessions s
  join auth.memberships m on m.user_id = s.user_id
  join app.tenants t on t.tenant_id = m.tenant_id and t.status in ('active', 'archived')
  where s.session_hash = p_session and s.idle_expires_at > now() and s.expires_at > now()
  order by t.name, t.tenant_id;
end;
comment on function auth.session_tenants(bytea) is 'The tenants that the person of this session may enter.';

-- Housekeeping; it tells nothing and needs no secret.
create function auth.sweep() returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from auth.sessions s where s.expires_at < now() or s.idle_expires_at < now();
  delete from auth.attempts a where a.since < now() - interval '15 minutes';
end;
comment on function auth.sweep() is 'Forgets expired sessions and old attempts.';

-- For the migrator alone: creating people and tenants ---------------------------------------------------------------------------
-- row_security on: the migrator's own is off, so that its backfills fail loudly, and would make these fail as well.

create function auth.find_user(p_login text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp set row_security = on
begin atomic
  select u.user_id from auth.users u where u.login = auth.normal_login(p_login);
end;
comment on function auth.find_user(text) is 'For seed and createsuperuser.';

create function auth.find_tenant(p_slug text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp set row_security = on
begin atomic
  select t.tenant_id from app.tenants t where t.slug = p_slug;
end;
comment on function auth.find_tenant(text) is 'For seed.';

create function auth.create_user(p_user uuid, p_login text, p_display_name text, p_salt bytea, p_verifier bytea,
                                 p_memory_kib integer, p_iterations integer, p_lanes integer, p_superuser boolean) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp set row_security = on
begin atomic
  insert into auth.users (user_id, login, display_name, salt, verifier, memory_kib, iterations, lanes, superuser)
  values (p_user, auth.normal_login(p_login), p_display_name, p_salt, p_verifier, p_memory_kib, p_iterations, p_lanes, p_superuser);
end;
comment on function auth.create_user(uuid, text, text, bytea, bytea, integer, integer, integer, boolean) is 'Creates a person. The auth role may not: it could mint a superuser.';

create function auth.create_tenant(p_tenant uuid, p_slug text, p_name text) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp set row_security = on
begin atomic
  insert into app.tenants (tenant_id, slug, name) values (p_tenant, p_slug, p_name);
end;
comment on function auth.create_tenant(uuid, text, text) is 'Creates a tenant without members.';

create function auth.add_member(p_tenant uuid, p_user uuid, p_role text) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp set row_security = on
begin atomic
  insert into auth.memberships (user_id, tenant_id) values (p_user, p_tenant) on conflict do nothing;
  insert into app.members (tenant_id, user_id, display_name, role)
    select p_tenant, u.user_id, u.display_name, p_role from auth.users u where u.user_id = p_user
    on conflict do nothing;
end;
comment on function auth.add_member(uuid, uuid, text) is 'Makes a person a member of a tenant, on both sides at once.';

grant execute on function auth.sign_in_salt(text), auth.sign_in(text, bytea, bytea, text),
  auth.session(bytea), auth.session_touch(bytea), auth.session_end(bytea), auth.session_save(bytea, text),
  auth.session_enter(bytea, uuid), auth.session_tenants(bytea), auth.sweep() to rowhouse_auth;
grant execute on function auth.find_user(text), auth.find_tenant(text),
  auth.create_user(uuid, text, text, bytea, bytea, integer, integer, integer, boolean),
  auth.create_tenant(uuid, text, text), auth.add_member(uuid, uuid, text) to rowhouse_migrator;

reset row_security;
reset role;
