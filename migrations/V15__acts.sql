-- What a superuser does by hand in the panel: every act with its reason, on one row or on a selection, and impersonation.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. Each act names an active superuser (app.operator_id), checked here and not by the caller, and leaves an entry in
-- the trail with the reason that was given, in the same transaction. Rows are locked in the order of their ids, so two
-- selections that overlap wait for each other. There is always an active superuser left. An impersonation is a state of the
-- superuser's own session: it touches neither session nor password of the person, ends by itself, and its end is in the trail
-- however it came.

-- What the acts write -----------------------------------------------------------------------------------------------------------
set role rowhouse_owner;
grant update (display_name, role, version), delete on app.members to rowhouse_auth_owner;
-- A project that is moved keeps its age and its version.
grant insert (created_at, version) on app.projects, app.tasks to rowhouse_operator;

set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

-- Sessions ------------------------------------------------------------------------------------------------------------------------
alter table auth.sessions
  add column session_id           uuid not null default gen_random_uuid(),
  add column authenticated_at     timestamptz not null default now(),
  add column impersonated_user    uuid,
  add column impersonated_tenant  uuid,
  add column impersonation_reason text,
  add column impersonation_writes boolean,
  add column impersonation_until  timestamptz,
  add constraint sessions_id_key unique (session_id),
  add constraint sessions_impersonation_check check (
    num_nulls(impersonated_user, impersonated_tenant, impersonation_reason, impersonation_writes, impersonation_until) in (0, 5)),
  add constraint sessions_impersonation_reason_check check (impersonation_reason ~ '\S' and char_length(impersonation_reason) <= 255);
-- Who signed in before this did so then, and not just now.
update auth.sessions set authenticated_at = created_at;
create index sessions_created on auth.sessions (created_at, session_id);
create index sessions_impersonated on auth.sessions (impersonated_tenant) where impersonated_tenant is not null;
comment on column auth.sessions.session_id is 'By which the panel names a session. No secret: it opens nothing.';
comment on column auth.sessions.authenticated_at is 'When the person last proved who it is: at sign-in, or since.';
comment on column auth.sessions.impersonated_user is 'As whom the superuser of this session looks around.';

create policy admin_read on auth.sessions as permissive for select to rowhouse_admin using (true);
comment on policy admin_read on auth.sessions is 'The superuser panel lists sessions; it has no privilege on their hashes and data, and none to write.';
grant select (session_id, user_id, tenant_id, created_at, seen_at, idle_expires_at, expires_at, authenticated_at, impersonated_user,
  impersonated_tenant, impersonation_reason, impersonation_writes, impersonation_until) on auth.sessions to rowhouse_admin;
grant select (version, last_tenant) on auth.users to rowhouse_admin;
grant select (created_at) on auth.memberships to rowhouse_admin;

-- However it ends: stopped, signed out, deactivated, expired.
create function auth.note_impersonation_end() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform auth.note('impersonation_stopped', coalesce(app.operator_id(), old.user_id), 'user', old.impersonated_user,
                    jsonb_build_object('tenant', old.impersonated_tenant, 'superuser', old.user_id, 'until', old.impersonation_until));
  return null;
end
$$;
comment on function auth.note_impersonation_end() is 'Trigger: files the end of an impersonation in the trail.';
create trigger impersonation_deleted after delete on auth.sessions
  for each row when (old.impersonated_user is not null) execute function auth.note_impersonation_end();
create trigger impersonation_stopped after update on auth.sessions
  for each row when (old.impersonated_user is not null and (old.impersonated_user, old.impersonation_until) is distinct from (new.impersonated_user, new.impersonation_until))
  execute function auth.note_impersonation_end();

-- Whom a session belongs to, or as whom its superuser looks around, and where it works. An impersonation is over when its time
-- is, and as soon as either of the two is not what it takes: the superuser one, the person active, none, and a member.
drop function auth.session(bytea);
create function auth.session(p_session bytea)
  returns table (user_id uuid, login text, display_name text, superuser boolean, tenant_id uuid, tenant_name text,
                 tenant_status text, tenants bigint, data text, idle_expires_at timestamptz, expires_at timestamptz,
                 session_id uuid, authenticated_at timestamptz,
                 impersonator uuid, impersonator_name text, impersonation_writes boolean, impersonation_until timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(i.user_id, u.user_id), coalesce(i.login, u.login), coalesce(i.display_name, u.display_name),
         u.superuser and i.user_id is null, t.tenant_id, t.name, t.status,
         case when i.user_id is null then (select count(*) from auth.memberships o where o.user_id = u.user_id) else 1 end,
         s.data, s.idle_expires_at,
         case when i.user_id is null then s.expires_at else least(s.expires_at, s.impersonation_until) end,
         s.session_id, s.authenticated_at,
         case when i.user_id is not null then u.user_id end, case when i.user_id is not null then u.display_name end,
         case when i.user_id is not null then s.impersonation_writes end, case when i.user_id is not null then s.impersonation_until end
  from auth.sessions s
  join auth.users u on u.user_id = s.user_id and u.status = 'active'
  left join auth.users i on i.user_id = s.impersonated_user and s.impersonation_until > now()
    and u.superuser and i.status = 'active' and not i.superuser
    and exists (select from auth.memberships k where k.user_id = s.impersonated_user and k.tenant_id = s.impersonated_tenant)
  -- the membership again, so that leaving a tenant ends the access of sessions that are in it
  left join auth.memberships m on m.user_id = coalesce(i.user_id, s.user_id)
    and m.tenant_id = case when i.user_id is null then s.tenant_id else s.impersonated_tenant end
  left join app.tenants t on t.tenant_id = m.tenant_id
  where s.session_hash = p_session and s.idle_expires_at > now() and s.expires_at > now();
end;
comment on function auth.session(bytea) is 'Whom a session belongs to, who stands behind it, and which tenant it works in, looked up afresh.';

-- A superuser who looks around stays where that is: nothing of the person's is changed, not even where it worked last.
create or replace function auth.session_enter(p_session bytea, p_tenant uuid) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid;
begin
  update auth.sessions s set tenant_id = p_tenant
  from auth.memberships m join app.tenants t on t.tenant_id = m.tenant_id and t.status in ('active', 'archived')
  where s.session_hash = p_session and s.idle_expires_at > now() and s.expires_at > now()
    and (s.impersonation_until is null or s.impersonation_until <= now())
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

create or replace function auth.session_tenants(p_session bytea) returns table (tenant_id uuid, name text, current boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select t.tenant_id, t.name, t.tenant_id is not distinct from s.tenant_id
  from auth.session(p_session) s
  join auth.memberships m on m.user_id = s.user_id and (s.impersonator is null or m.tenant_id = s.tenant_id)
  join app.tenants t on t.tenant_id = m.tenant_id and t.status in ('active', 'archived')
  order by t.name, t.tenant_id;
end;
comment on function auth.session_tenants(bytea) is 'The tenants that the person of this session may enter; while a superuser looks around, the one that is looked at.';

create or replace function auth.sweep() returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from auth.sessions s where s.expires_at < now() or s.idle_expires_at < now();
  update auth.sessions s
  set impersonated_user = null, impersonated_tenant = null, impersonation_reason = null, impersonation_writes = null, impersonation_until = null
  where s.impersonation_until < now();
  delete from auth.attempts a where a.since < now() - interval '15 minutes';
end;
comment on function auth.sweep() is 'Forgets expired sessions, impersonations whose time is over, and old attempts.';

-- Proving again who one is --------------------------------------------------------------------------------------------------------
-- Not while somebody is impersonated: the password that would be asked for is not that person's.
create function auth.session_salt(p_session bytea)
  returns table (salt bytea, memory_kib integer, iterations integer, lanes integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.salt, u.memory_kib, u.iterations, u.lanes
  from auth.session(p_session) s join auth.users u on u.user_id = s.user_id
  where s.impersonator is null;
end;
comment on function auth.session_salt(bytea) is 'What the person of a session needs to compute a proof.';

-- Guesses are counted with those at sign-in: a session that was left open is no way around that count.
create function auth.reauthenticate(p_session bytea, p_proof bytea, p_address text)
  returns table (outcome text, retry_after integer)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person     record;
  by_login   bytea;
  by_address constant bytea := sha256(convert_to('address:' || coalesce(p_address, ''), 'UTF8'));
begin
  select s.user_id, u.login, u.verifier = sha256(p_proof) as proven into person
  from auth.session(p_session) s join auth.users u on u.user_id = s.user_id
  where s.impersonator is null;
  if not found then
    outcome := 'refused';
    return next;
    return;
  end if;
  by_login := sha256(convert_to('login:' || person.login, 'UTF8'));
  retry_after := greatest(auth.throttled_for(by_login, 10), auth.throttled_for(by_address, 100));
  if retry_after is not null then
    outcome := 'throttled';
  elsif person.proven then
    delete from auth.attempts a where a.subject = by_login;
    update auth.sessions s set authenticated_at = now() where s.session_hash = p_session;
    perform auth.note('reauthenticated', person.user_id, 'user', person.user_id, jsonb_build_object('address', p_address));
    perform auth.announce(p_session);
    outcome := 'confirmed';
  else
    perform auth.count_failure(by_login);
    perform auth.count_failure(by_address);
    perform auth.note('reauthentication_failed', person.user_id, 'user', person.user_id, jsonb_build_object('address', p_address));
    outcome := 'refused';
  end if;
  return next;
end
$$;
comment on function auth.reauthenticate(bytea, bytea, text) is 'Checks the proof of a session''s own person, and remembers when; counts attempts as sign_in does.';

grant execute on function auth.session(bytea), auth.session_salt(bytea), auth.reauthenticate(bytea, bytea, text) to rowhouse_auth;

-- Impersonation -------------------------------------------------------------------------------------------------------------------
-- 'done', or why not. The session is one of the acting superuser's own, and he proved lately who he is.
-- The tenant is told as well, in its own trail, also when nothing is changed.
set role rowhouse_owner;
grant create on schema app to rowhouse_audit;
set role rowhouse_audit;
create function app.record_visit(p_tenant uuid, p_user uuid, p_superuser uuid, p_name text, p_details jsonb) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into app.audit (tenant_id, era, act, object, object_id, actor, impersonator, after)
  values (p_tenant, pg_sequence_last_value('auth.era'), 'visit', 'members', p_user, p_user,
          jsonb_build_object('id', p_superuser, 'name', p_name), p_details);
end;
comment on function app.record_visit(uuid, uuid, uuid, text, jsonb) is 'Files in a tenant''s trail that a superuser looks around as one of its people. Internal to auth.impersonate.';
grant execute on function app.record_visit(uuid, uuid, uuid, text, jsonb) to rowhouse_auth_owner;
set role rowhouse_owner;
revoke create on schema app from rowhouse_audit;
set role rowhouse_auth_owner;

create function auth.impersonate(p_session uuid, p_user uuid, p_tenant uuid, p_writes boolean, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  here   record;
  person record;
begin
  select s.session_hash, s.impersonation_until, s.authenticated_at, s.expires_at into here
  from auth.sessions s
  where s.session_id = p_session and s.user_id = acting and s.idle_expires_at > now() and s.expires_at > now() for update;
  if not found then
    return 'gone';
  elsif here.impersonation_until > now() then
    return 'nested';
  elsif here.authenticated_at <= now() - interval '10 minutes' then
    return 'stale';
  elsif p_user = acting then
    return 'self';
  end if;
  select u.superuser, u.status, u.display_name into person from auth.users u where u.user_id = p_user for share;
  if not found then
    return 'gone';
  elsif person.superuser then
    return 'superuser';
  elsif person.status <> 'active' then
    return 'deactivated';
  end if;
  -- Held, so that a tenant which is closed meanwhile, or a membership that ends, ends this one too.
  perform from app.tenants t join auth.memberships m on m.tenant_id = t.tenant_id and m.user_id = p_user
  where t.tenant_id = p_tenant and t.status in ('active', 'archived') for share of t, m;
  if not found then
    return 'closed';
  end if;
  update auth.sessions s
  set impersonated_user = p_user, impersonated_tenant = p_tenant, impersonation_reason = p_reason, impersonation_writes = p_writes,
      impersonation_until = least(now() + interval '30 minutes', here.expires_at)
  where s.session_hash = here.session_hash;
  perform auth.note('impersonation_started', acting, 'user', p_user,
                    jsonb_build_object('tenant', p_tenant, 'writes', p_writes, 'until', least(now() + interval '30 minutes', here.expires_at),
                                       'reason', p_reason));
  perform app.record_visit(p_tenant, p_user, acting, (select u.display_name from auth.users u where u.user_id = acting),
                           jsonb_build_object('display_name', person.display_name, 'reason', p_reason, 'writes', p_writes));
  perform auth.announce(here.session_hash);
  return 'done';
end
$$;
comment on function auth.impersonate(uuid, uuid, uuid, boolean, text) is 'A superuser looks around as a person in one of the person''s tenants, for half an hour at most, and reading alone unless chosen.';

create function auth.stop_impersonation(p_session bytea) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update auth.sessions s
  set impersonated_user = null, impersonated_tenant = null, impersonation_reason = null, impersonation_writes = null, impersonation_until = null
  where s.session_hash = p_session and s.impersonated_user is not null;
  if not found then
    return false;
  end if;
  perform auth.announce(p_session);
  return true;
end
$$;
comment on function auth.stop_impersonation(bytea) is 'Gives a session back to its superuser. False when nobody was impersonated.';
grant execute on function auth.stop_impersonation(bytea) to rowhouse_auth;

-- For good: nobody who was kept out, and is let in again, finds somebody looking around still. Null: all tenants, all people.
create function auth.end_impersonations(p_tenants uuid[], p_users uuid[]) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  update auth.sessions s
  set impersonated_user = null, impersonated_tenant = null, impersonation_reason = null, impersonation_writes = null, impersonation_until = null
  where s.impersonated_tenant is not null
    and (p_tenants is null or s.impersonated_tenant = any (p_tenants)) and (p_users is null or s.impersonated_user = any (p_users));
end;
comment on function auth.end_impersonations(uuid[], uuid[]) is 'Ends the impersonations in some tenants and of some people. Internal to this schema.';

-- Acts on tenants -----------------------------------------------------------------------------------------------------------------
-- An outcome is 'done'; 'gone' when there is no such row; 'conflict' when it is of another version than the one that was seen.
drop function auth.open_tenant(uuid, text, text);
create function auth.open_tenant(p_tenant uuid, p_slug text, p_name text, p_reason text) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
begin
  -- Names that would be taken for parts of the service. No constraint of the table: a tenant that has one already keeps it.
  if p_slug in ('admin', 'api', 'app', 'assets', 'audit', 'auth', 'health', 'help', 'login', 'logout', 'metrics', 'operator', 'projects',
                'public', 'root', 'rowhouse', 'search', 'static', 'status', 'support', 'system', 'tasks', 'tenants', 'www') then
    raise exception 'a reserved slug' using errcode = 'check_violation', constraint = 'tenants_slug_reserved_check';
  end if;
  insert into app.tenants (tenant_id, slug, name) values (p_tenant, p_slug, p_name);
  perform auth.note('tenant_created', acting, 'tenant', p_tenant, jsonb_strip_nulls(jsonb_build_object('slug', p_slug, 'reason', p_reason)));
end
$$;
comment on function auth.open_tenant(uuid, text, text, text) is 'A superuser creates a tenant, without members.';

drop function auth.rename_tenant(uuid, text);
create function auth.rename_tenant(p_tenant uuid, p_name text, p_version integer, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
begin
  update app.tenants t set name = p_name, version = t.version + 1
  where t.tenant_id = p_tenant and (p_version is null or t.version = p_version);
  if not found then
    return case when exists (select from app.tenants t where t.tenant_id = p_tenant) then 'conflict' else 'gone' end;
  end if;
  perform auth.note('tenant_renamed', acting, 'tenant', p_tenant, jsonb_strip_nulls(jsonb_build_object('reason', p_reason)));
  perform auth.announce_all();
  return 'done';
end
$$;
comment on function auth.rename_tenant(uuid, text, integer, text) is 'A superuser renames a tenant, of a version or of any.';

-- From any status to any other. Of each tenant that is there the status as it was; where it is the same, no act.
-- Those alone that are in one of the states p_from, where there are any: so nobody suspends what is deleted already, and an undo
-- meets nothing that somebody else did since.
create function auth.set_tenant_statuses(p_tenants uuid[], p_status text, p_grace interval, p_from text[], p_reason text)
  returns table (tenant_id uuid, was text)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  acting constant uuid := auth.acting_superuser();
begin
  perform from app.tenants t where t.tenant_id = any (p_tenants) order by t.tenant_id for no key update;
  if p_status not in ('active', 'archived') then
    perform auth.end_impersonations(array(select t.tenant_id from app.tenants t where t.tenant_id = any (p_tenants) and (p_from is null or t.status = any (p_from))), null);
  end if;
  return query
    with before as materialized (
      select t.tenant_id, t.status from app.tenants t where t.tenant_id = any (p_tenants)
    ), changed as (
      update app.tenants t
      set status = p_status, version = t.version + 1,
          purge_after = case when p_status = 'deleted' then now() + greatest(p_grace, interval '0') end
      from before b
      where t.tenant_id = b.tenant_id and b.status <> p_status and (p_from is null or b.status = any (p_from))
      returning t.tenant_id, b.status
    ), noted as (
      insert into auth.trail (era, act, actor, object, object_id, details)
      select e.era, 'tenant_' || case p_status when 'active' then 'restored' else p_status end, acting, 'tenant', c.tenant_id,
             jsonb_strip_nulls(jsonb_build_object('was', c.status, 'grace', case when p_status = 'deleted' then p_grace::text end, 'reason', p_reason))
      from changed c cross join (select max(era) as era from auth.eras) e
    )
    select b.tenant_id, b.status from before b order by b.tenant_id;
  perform auth.announce_all();
end
$$;
comment on function auth.set_tenant_statuses(uuid[], text, interval, text[], text) is 'A superuser suspends, archives, deletes or restores tenants, all of them or none; every instance knows at once.';

drop function auth.set_tenant_status(uuid, text, interval);
create function auth.set_tenant_status(p_tenant uuid, p_status text, p_grace interval, p_reason text) returns text
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.was from auth.set_tenant_statuses(array[p_tenant], p_status, p_grace, null, p_reason) s;
end;
comment on function auth.set_tenant_status(uuid, text, interval, text) is 'The same for one tenant: its status as it was, null when there is none.';

-- Acts on people ------------------------------------------------------------------------------------------------------------------
drop function auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, boolean);
create function auth.enrol(p_user uuid, p_login text, p_display_name text, p_salt bytea, p_verifier bytea,
                           p_memory_kib integer, p_iterations integer, p_lanes integer, p_superuser boolean, p_reason text) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
begin
  insert into auth.users (user_id, login, display_name, salt, verifier, memory_kib, iterations, lanes, superuser)
  values (p_user, auth.normal_login(p_login), p_display_name, p_salt, p_verifier, p_memory_kib, p_iterations, p_lanes, p_superuser);
  perform auth.note('user_created', acting, 'user', p_user, jsonb_strip_nulls(jsonb_build_object('superuser', p_superuser, 'reason', p_reason)));
end
$$;
comment on function auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, boolean, text) is 'A superuser creates a person.';

-- All superusers in one order, and then again whether the one who acts may: two who act on each other wait here, and the
-- second sees what the first did.
create function auth.lock_superusers() returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from auth.users u where u.superuser order by u.user_id for no key update;
  perform auth.acting_superuser();
end
$$;
comment on function auth.lock_superusers() is 'Has whoever else takes superusers away wait. Internal to this schema.';

create function auth.edit_user(p_user uuid, p_display_name text, p_superuser boolean, p_version integer, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  person record;
begin
  perform auth.lock_superusers();
  select u.superuser, u.status, u.version, u.display_name into person from auth.users u where u.user_id = p_user for no key update;
  if not found then
    return 'gone';
  elsif person.version <> p_version then
    return 'conflict';
  end if;
  if person.superuser and not p_superuser and person.status = 'active'
     and not exists (select from auth.users u where u.superuser and u.status = 'active' and u.user_id <> p_user) then
    raise exception 'the last superuser' using errcode = 'RH003';
  end if;
  update auth.users u set display_name = p_display_name, superuser = p_superuser, version = u.version + 1 where u.user_id = p_user;
  update app.members b set display_name = p_display_name, version = b.version + 1
  from auth.memberships m
  where m.user_id = p_user and b.tenant_id = m.tenant_id and b.user_id = m.user_id and b.display_name <> p_display_name;
  -- Sessions that were made when less could be done with them are longer, and may lie about anywhere.
  if p_superuser and not person.superuser then
    delete from auth.sessions s where s.user_id = p_user;
    perform auth.end_impersonations(null, array[p_user]);
  elsif person.superuser and not p_superuser then
    update auth.sessions s
    set impersonated_user = null, impersonated_tenant = null, impersonation_reason = null, impersonation_writes = null, impersonation_until = null
    where s.user_id = p_user and s.impersonated_user is not null;
  end if;
  perform auth.note('user_edited', acting, 'user', p_user,
                    jsonb_strip_nulls(jsonb_build_object('superuser', case when p_superuser <> person.superuser then p_superuser end,
                                                         'was', nullif(person.display_name, p_display_name), 'reason', p_reason)));
  perform auth.announce_all();
  return 'done';
end
$$;
comment on function auth.edit_user(uuid, text, boolean, integer, text) is 'A superuser renames a person, or makes one a superuser or none, of a version or of any; never the last active superuser none.';

-- Every session of the person ends: whoever knew the old password is out.
drop function auth.set_password(uuid, bytea, bytea, integer, integer, integer);
create function auth.set_password(p_user uuid, p_salt bytea, p_verifier bytea, p_memory_kib integer, p_iterations integer, p_lanes integer,
                                  p_reason text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
begin
  update auth.users u
  set salt = p_salt, verifier = p_verifier, memory_kib = p_memory_kib, iterations = p_iterations, lanes = p_lanes, version = u.version + 1
  where u.user_id = p_user;
  if not found then
    return false;
  end if;
  delete from auth.sessions s where s.user_id = p_user;
  perform auth.note('password_set', acting, 'user', p_user, jsonb_strip_nulls(jsonb_build_object('reason', p_reason)));
  perform auth.announce_all();
  return true;
end
$$;
comment on function auth.set_password(uuid, bytea, bytea, integer, integer, integer, text) is 'A superuser gives a person another password, which ends every session of the person.';

-- Of each person that is there the status as it was; where it is the same, no act. RH003: no active superuser would be left.
create function auth.set_user_statuses(p_users uuid[], p_status text, p_reason text)
  returns table (user_id uuid, was text)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  acting constant uuid := auth.acting_superuser();
begin
  perform auth.lock_superusers();
  perform from auth.users u where u.user_id = any (p_users) order by u.user_id for no key update;
  if p_status <> 'active'
     and exists (select from auth.users u where u.user_id = any (p_users) and u.superuser and u.status = 'active')
     and not exists (select from auth.users u where u.superuser and u.status = 'active' and u.user_id <> all (p_users)) then
    raise exception 'the last superuser' using errcode = 'RH003';
  end if;
  if p_status <> 'active' then
    delete from auth.sessions s where s.user_id = any (p_users);
    perform auth.end_impersonations(null, p_users);
  end if;
  return query
    with before as materialized (
      select u.user_id, u.status from auth.users u where u.user_id = any (p_users)
    ), changed as (
      update auth.users u set status = p_status, version = u.version + 1
      from before b
      where u.user_id = b.user_id and b.status <> p_status
      returning u.user_id
    ), noted as (
      insert into auth.trail (era, act, actor, object, object_id, details)
      select e.era, 'user_' || case p_status when 'active' then 'activated' else p_status end, acting, 'user', c.user_id,
             jsonb_strip_nulls(jsonb_build_object('reason', p_reason))
      from changed c cross join (select max(era) as era from auth.eras) e
    )
    select b.user_id, b.status from before b order by b.user_id;
  perform auth.announce_all();
end
$$;
comment on function auth.set_user_statuses(uuid[], text, text) is 'A superuser deactivates or activates people, all of them or none; never the last active superuser.';

drop function auth.set_user_status(uuid, text);
create function auth.set_user_status(p_user uuid, p_status text, p_reason text) returns text
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.was from auth.set_user_statuses(array[p_user], p_status, p_reason) s;
end;
comment on function auth.set_user_status(uuid, text, text) is 'The same for one person: the status as it was, null when there is none.';

-- Acts on sessions ----------------------------------------------------------------------------------------------------------------
-- Of each session that was there, whose it was.
create function auth.end_sessions(p_sessions uuid[], p_reason text) returns table (session_id uuid, user_id uuid)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  acting constant uuid := auth.acting_superuser();
begin
  perform from auth.sessions s where s.session_id = any (p_sessions) order by s.session_id for update;
  return query
    with ended as (
      delete from auth.sessions s where s.session_id = any (p_sessions) returning s.session_id, s.user_id
    ), noted as (
      insert into auth.trail (era, act, actor, object, object_id, details)
      select e.era, 'session_ended', acting, 'user', d.user_id, jsonb_strip_nulls(jsonb_build_object('session', d.session_id, 'reason', p_reason))
      from ended d cross join (select max(era) as era from auth.eras) e
    )
    select d.session_id, d.user_id from ended d order by d.session_id;
  perform auth.announce_all();
end
$$;
comment on function auth.end_sessions(uuid[], text) is 'A superuser ends sessions, all of them or none, on every running instance.';

create function auth.end_sessions_of(p_user uuid, p_reason text) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  ended  integer;
begin
  delete from auth.sessions s where s.user_id = p_user;
  get diagnostics ended = row_count;
  if ended > 0 then
    perform auth.note('sessions_ended', acting, 'user', p_user, jsonb_strip_nulls(jsonb_build_object('sessions', ended, 'reason', p_reason)));
    perform auth.announce_all();
  end if;
  return ended;
end
$$;
comment on function auth.end_sessions_of(uuid, text) is 'A superuser ends every session of a person: how many there were.';

-- Acts on memberships -------------------------------------------------------------------------------------------------------------
-- False when the person is a member already, and then no act.
drop function auth.join_tenant(uuid, uuid, text);
create function auth.join_tenant(p_tenant uuid, p_user uuid, p_role text, p_reason text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
begin
  if exists (select from app.members b where b.tenant_id = p_tenant and b.user_id = p_user) then
    return false;
  end if;
  perform auth.add_member(p_tenant, p_user, p_role);
  perform auth.note('member_added', acting, 'tenant', p_tenant, jsonb_strip_nulls(jsonb_build_object('user', p_user, 'role', p_role, 'reason', p_reason)));
  perform auth.announce_all();
  return true;
end
$$;
comment on function auth.join_tenant(uuid, uuid, text, text) is 'A superuser makes a person a member of a tenant, on both sides at once.';

create function auth.set_member_role(p_tenant uuid, p_user uuid, p_role text, p_version integer, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  member record;
begin
  select b.role, b.version into member from app.members b where b.tenant_id = p_tenant and b.user_id = p_user for update;
  if not found then
    return 'gone';
  elsif member.version <> p_version then
    return 'conflict';
  elsif member.role = p_role then
    return 'done';
  end if;
  update app.members b set role = p_role, version = b.version + 1 where b.tenant_id = p_tenant and b.user_id = p_user;
  perform auth.note('member_role_set', acting, 'tenant', p_tenant,
                    jsonb_strip_nulls(jsonb_build_object('user', p_user, 'was', member.role, 'role', p_role, 'reason', p_reason)));
  return 'done';
end
$$;
comment on function auth.set_member_role(uuid, uuid, text, integer, text) is 'A superuser gives a member another role, of a version or of any.';

-- The role as it was, so that the person can be let in again as before; null when there is no such member.
create function auth.remove_member(p_tenant uuid, p_user uuid, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  was    text;
begin
  delete from app.members b where b.tenant_id = p_tenant and b.user_id = p_user returning b.role into was;
  delete from auth.memberships m where m.tenant_id = p_tenant and m.user_id = p_user;
  if was is null then
    return null;
  end if;
  update auth.sessions s set tenant_id = null where s.user_id = p_user and s.tenant_id = p_tenant;
  update auth.users u set last_tenant = null where u.user_id = p_user and u.last_tenant = p_tenant;
  perform auth.end_impersonations(array[p_tenant], array[p_user]);
  perform auth.note('member_removed', acting, 'tenant', p_tenant, jsonb_strip_nulls(jsonb_build_object('user', p_user, 'was', was, 'reason', p_reason)));
  perform auth.announce_all();
  return was;
end
$$;
comment on function auth.remove_member(uuid, uuid, text) is 'A superuser takes a person out of a tenant, on both sides at once; sessions that work there lose it.';

-- Acts on projects and tasks ------------------------------------------------------------------------------------------------------
-- The operator writes those rows itself, and files the act in the same statement. True, so that the statement can demand it.
create function auth.record_act(p_act text, p_object_id uuid, p_details jsonb, p_reason text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  object constant text := case when p_act in ('project_renamed', 'project_deleted', 'project_moved') then 'project'
                               when p_act in ('task_edited', 'task_deleted') then 'task' end;
begin
  if object is null then
    raise exception 'no such act' using errcode = 'invalid_parameter_value';
  end if;
  perform auth.note(p_act, acting, object, p_object_id, jsonb_strip_nulls(coalesce(p_details, '{}') || jsonb_build_object('reason', p_reason)));
  return true;
end
$$;
comment on function auth.record_act(text, uuid, jsonb, text) is 'Files what a superuser did to a project or a task; the statements of sql/operator call it.';

grant execute on function auth.impersonate(uuid, uuid, uuid, boolean, text),
  auth.open_tenant(uuid, text, text, text), auth.rename_tenant(uuid, text, integer, text),
  auth.set_tenant_status(uuid, text, interval, text), auth.set_tenant_statuses(uuid[], text, interval, text[], text),
  auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, boolean, text),
  auth.edit_user(uuid, text, boolean, integer, text), auth.set_password(uuid, bytea, bytea, integer, integer, integer, text),
  auth.set_user_status(uuid, text, text), auth.set_user_statuses(uuid[], text, text),
  auth.end_sessions(uuid[], text), auth.end_sessions_of(uuid, text),
  auth.join_tenant(uuid, uuid, text, text), auth.set_member_role(uuid, uuid, text, integer, text), auth.remove_member(uuid, uuid, text),
  auth.record_act(text, uuid, jsonb, text) to rowhouse_operator;

reset row_security;
reset role;
