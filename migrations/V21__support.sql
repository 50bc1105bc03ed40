-- Support: people who look at all tenants in the panel, and do nothing there; and where the acts of superusers come from.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. A person is a superuser, support or neither, never two of them. Support acts on nothing: auth.acting_superuser, which
-- every act asks, is as it was. Only a superuser's act makes somebody support or takes that away, and every instance looks the
-- person's sessions up again at once.
set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

alter table auth.users
  add column support boolean not null default false,
  add constraint users_kind_check check (not (superuser and support));
comment on column auth.users.support is 'Whether the person sees all tenants in the panel, and does nothing there.';
create index users_support on auth.users (uuid_send(user_id)) where support;
grant select (support) on auth.users to rowhouse_admin;

-- Signing in ------------------------------------------------------------------------------------------------------------------
-- As in V9, with the shorter session for support as well.
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

  select u.user_id, u.superuser or u.support as sees_all, u.last_tenant into person
  from auth.users u
  where u.login = auth.normal_login(p_login) and u.verifier = sha256(p_proof) and u.status = 'active'
  -- Who is being made more than that, or kept out, is made so before this session begins or after: then it is ended.
  for share;
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
  -- the last used, else the oldest; one that is closed only when there is no other, and then its page says so
  select m.tenant_id into tenant
  from auth.memberships m join app.tenants t on t.tenant_id = m.tenant_id
  where m.user_id = person.user_id
  order by (t.status in ('active', 'archived')) desc, (m.tenant_id = person.last_tenant) desc nulls last, m.created_at, m.tenant_id
  limit 1;
  -- A session that sees all tenants is the more dangerous one, so it is the shorter one.
  insert into auth.sessions (session_hash, user_id, tenant_id, idle_expires_at, expires_at)
  values (p_session, person.user_id, tenant,
          now() + case when person.sees_all then interval '1 hour' else interval '7 days' end,
          now() + case when person.sees_all then interval '12 hours' else interval '30 days' end);
  perform auth.note('signed_in', person.user_id, 'user', person.user_id, jsonb_build_object('address', p_address));
  outcome := 'signed_in';
  return next;
end
$$;

-- Sessions --------------------------------------------------------------------------------------------------------------------
-- As in V15, with one more column at the end; what is made of it has to be made again.
drop function auth.session_tenants(bytea);
drop function auth.session_salt(bytea);
drop function auth.saved_views(bytea, text);
drop function auth.session(bytea);
create function auth.session(p_session bytea)
  returns table (user_id uuid, login text, display_name text, superuser boolean, tenant_id uuid, tenant_name text,
                 tenant_status text, tenants bigint, data text, idle_expires_at timestamptz, expires_at timestamptz,
                 session_id uuid, authenticated_at timestamptz,
                 impersonator uuid, impersonator_name text, impersonation_writes boolean, impersonation_until timestamptz,
                 support boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(i.user_id, u.user_id), coalesce(i.login, u.login), coalesce(i.display_name, u.display_name),
         u.superuser and i.user_id is null, t.tenant_id, t.name, t.status,
         case when i.user_id is null then (select count(*) from auth.memberships o where o.user_id = u.user_id) else 1 end,
         s.data, s.idle_expires_at,
         case when i.user_id is null then s.expires_at else least(s.expires_at, s.impersonation_until) end,
         s.session_id, s.authenticated_at,
         case when i.user_id is not null then u.user_id end, case when i.user_id is not null then u.display_name end,
         case when i.user_id is not null then s.impersonation_writes end, case when i.user_id is not null then s.impersonation_until end,
         u.support and i.user_id is null
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

create function auth.session_tenants(p_session bytea) returns table (tenant_id uuid, name text, current boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select t.tenant_id, t.name, t.tenant_id is not distinct from s.tenant_id
  from auth.session(p_session) s
  join auth.memberships m on m.user_id = s.user_id and (s.impersonator is null or m.tenant_id = s.tenant_id)
  join app.tenants t on t.tenant_id = m.tenant_id and t.status in ('active', 'archived')
  order by t.name, t.tenant_id;
end;
comment on function auth.session_tenants(bytea) is 'The tenants that the person of this session may enter; while a superuser looks around, the one that is looked at.';

create function auth.session_salt(p_session bytea)
  returns table (salt bytea, memory_kib integer, iterations integer, lanes integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.salt, u.memory_kib, u.iterations, u.lanes
  from auth.session(p_session) s join auth.users u on u.user_id = s.user_id
  where s.impersonator is null;
end;
comment on function auth.session_salt(bytea) is 'What the person of a session needs to compute a proof.';

-- Saved views: each keeps their own.
create function auth.saved_views(p_session bytea, p_list text) returns table (name text, query text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select v.name, v.query
  from auth.session(p_session) s join auth.saved_views v on v.user_id = s.user_id and v.list = p_list
  where s.superuser or s.support
  order by v.name;
end;
comment on function auth.saved_views(bytea, text) is 'What the superuser or support of this session keeps of a list.';

create or replace function auth.save_view(p_session bytea, p_list text, p_name text, p_query text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid;
begin
  select s.user_id into person from auth.session(p_session) s where s.superuser or s.support;
  if not found then
    return 'refused';
  end if;
  -- Two at once count one after the other.
  perform from auth.users u where u.user_id = person for no key update;
  if not exists (select from auth.saved_views v where v.user_id = person and v.list = p_list and v.name = p_name)
     and (select count(*) from auth.saved_views v where v.user_id = person) >= 50 then
    return 'full';
  end if;
  insert into auth.saved_views (user_id, list, name, query) values (person, p_list, p_name, p_query)
  on conflict (user_id, list, name) do update set query = excluded.query;
  return 'done';
end
$$;
comment on function auth.save_view(bytea, text, text, text) is 'Keeps a view of a list for the superuser or support of this session, in place of the one of that name; fifty at most.';

create or replace function auth.forget_view(p_session bytea, p_list text, p_name text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from auth.saved_views v using auth.session(p_session) s
  where (s.superuser or s.support) and v.user_id = s.user_id and v.list = p_list and v.name = p_name;
  return found;
end
$$;
comment on function auth.forget_view(bytea, text, text) is 'Forgets a view of the superuser or support of this session. False when there is none.';
comment on table auth.saved_views is 'What superusers and support keep of a list: what narrows it and its order, under a name.';

grant execute on function auth.session(bytea), auth.session_tenants(bytea), auth.session_salt(bytea), auth.saved_views(bytea, text) to rowhouse_auth;

-- People ----------------------------------------------------------------------------------------------------------------------
-- A kind is person, support or superuser: of which nothing else is none.
create function auth.known_kind(p_kind text) returns text
  language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  if p_kind is null or p_kind not in ('person', 'support', 'superuser') then
    raise exception 'no such kind' using errcode = 'invalid_parameter_value';
  end if;
  return p_kind;
end
$$;
comment on function auth.known_kind(text) is 'A kind of person as it was given; raises where there is no such kind. Internal to this schema.';

drop function auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, boolean, text);
create function auth.enrol(p_user uuid, p_login text, p_display_name text, p_salt bytea, p_verifier bytea,
                           p_memory_kib integer, p_iterations integer, p_lanes integer, p_kind text, p_reason text) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  kind   constant text := auth.known_kind(p_kind);
begin
  insert into auth.users (user_id, login, display_name, salt, verifier, memory_kib, iterations, lanes, superuser, support)
  values (p_user, auth.normal_login(p_login), p_display_name, p_salt, p_verifier, p_memory_kib, p_iterations, p_lanes,
          kind = 'superuser', kind = 'support');
  perform auth.note('user_created', acting, 'user', p_user, jsonb_strip_nulls(jsonb_build_object('kind', kind, 'reason', p_reason)));
end
$$;
comment on function auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, text, text) is 'A superuser creates a person of a kind.';

-- Without a name, the person keeps the one that it has.
drop function auth.edit_user(uuid, text, boolean, integer, text);
create function auth.edit_user(p_user uuid, p_display_name text, p_kind text, p_version integer, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting  constant uuid := auth.acting_superuser();
  becomes constant text := auth.known_kind(p_kind);
  person  record;
  name    text;
begin
  perform auth.lock_superusers();
  select u.superuser, u.status, u.version, u.display_name,
         case when u.superuser then 'superuser' when u.support then 'support' else 'person' end as kind
  into person from auth.users u where u.user_id = p_user for no key update;
  if not found then
    return 'gone';
  elsif person.version <> p_version then
    return 'conflict';
  end if;
  if person.superuser and becomes <> 'superuser' and person.status = 'active'
     and not exists (select from auth.users u where u.superuser and u.status = 'active' and u.user_id <> p_user) then
    raise exception 'the last superuser' using errcode = 'RH003';
  end if;
  name := coalesce(p_display_name, person.display_name);
  update auth.users u
  set display_name = name, superuser = becomes = 'superuser', support = becomes = 'support', version = u.version + 1
  where u.user_id = p_user;
  update app.members b set display_name = name, version = b.version + 1
  from auth.memberships m
  where m.user_id = p_user and b.tenant_id = m.tenant_id and b.user_id = m.user_id and b.display_name <> name;
  -- Sessions that were made when less could be done with them may be longer, and lie about anywhere.
  if becomes = 'superuser' and person.kind <> 'superuser' or becomes = 'support' and person.kind = 'person' then
    delete from auth.sessions s where s.user_id = p_user;
    if becomes = 'superuser' then
      perform auth.end_impersonations(null, array[p_user]);
    end if;
  elsif person.superuser and becomes <> 'superuser' then
    update auth.sessions s
    set impersonated_user = null, impersonated_tenant = null, impersonation_reason = null, impersonation_writes = null, impersonation_until = null
    where s.user_id = p_user and s.impersonated_user is not null;
  end if;
  perform auth.note('user_edited', acting, 'user', p_user,
                    jsonb_strip_nulls(jsonb_build_object('kind', nullif(becomes, person.kind),
                                                         'kind_was', case when becomes <> person.kind then person.kind end,
                                                         'was', nullif(person.display_name, name), 'reason', p_reason)));
  perform auth.announce_all();
  return 'done';
end
$$;
comment on function auth.edit_user(uuid, text, text, integer, text) is 'A superuser renames a person, or makes one a superuser, support or neither, of a version or of any; never the last active superuser none.';

grant execute on function auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, text, text),
  auth.edit_user(uuid, text, text, integer, text) to rowhouse_operator;

-- Where an act comes from -------------------------------------------------------------------------------------------------------
-- As auth.name_job does it: a trigger, so that no function that files an entry has to be told. It stands in the details, which are
-- sealed like the rest of an entry; so entries of before are verified as they were.
create function auth.name_origin() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.details := new.details || jsonb_strip_nulls(jsonb_build_object(
    'address', host(nullif(current_setting('app.client_address', true), '')::inet),
    'request', nullif(current_setting('app.request_id', true), '')::uuid));
  return new;
end
$$;
comment on function auth.name_origin() is 'Trigger: says from which address, and in which request, an act of the panel came.';
create trigger trail_origin before insert on auth.trail
  for each row when (nullif(current_setting('app.client_address', true), '') is not null or nullif(current_setting('app.request_id', true), '') is not null)
  execute function auth.name_origin();

reset row_security;
reset role;
