-- The life of a tenant and of a person: what a superuser does to either, through definer functions that look who acts.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. Each act names an active superuser (app.operator_id), checked here and not by the caller, and leaves an entry in
-- the trail, in the same transaction. A tenant is removed only after its grace, by a policy and not by a promise. There is
-- always an active superuser left.

-- A tenant that is to be removed knows when -----------------------------------------------------------------------------------
set role rowhouse_owner;
alter table app.tenants add column purge_after timestamptz;
comment on column app.tenants.purge_after is 'When a deleted tenant is removed for good; until then it can be restored.';
grant update (name, status, purge_after, version), delete on app.tenants to rowhouse_auth_owner;

-- Whatever is deleted already gets its grace; by the role that sees the rows.
set role rowhouse_auth_owner;
set row_security = on;
update app.tenants set purge_after = now() + interval '30 days' where status = 'deleted';
reset row_security;
set role rowhouse_owner;

alter table app.tenants add constraint tenants_purge_check check ((status = 'deleted') = (purge_after is not null));

create policy purge_only on app.tenants as restrictive for delete to rowhouse_auth_owner using (status = 'deleted' and purge_after <= now());
comment on policy purge_only on app.tenants is 'auth.purge_tenants removes nothing but what was deleted and is past its grace, whatever it says.';
grant execute on function app.operator_id() to rowhouse_auth_owner;

set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

grant usage on schema auth to rowhouse_operator;

-- Who acts ----------------------------------------------------------------------------------------------------------------------
-- RH002: nobody who may. It is checked before anything else, so that nobody else learns what there is.
create function auth.acting_superuser() returns uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := (select u.user_id from auth.users u where u.user_id = app.operator_id() and u.superuser and u.status = 'active');
begin
  if acting is null then
    raise exception 'no active superuser acts' using errcode = 'RH002';
  end if;
  return acting;
end
$$;
comment on function auth.acting_superuser() is 'The superuser whom the transaction has declared; raises RH002 when there is none. Internal to this schema.';

-- Who a login is, for the command line, which signs nobody in.
create function auth.superuser(p_login text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.user_id from auth.users u where u.login = auth.normal_login(p_login) and u.superuser and u.status = 'active';
end;
comment on function auth.superuser(text) is 'An active superuser by login, for a command that says who acts.';

-- Says to every running instance: look every session up again.
create function auth.announce_all() returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select pg_notify('rowhouse_sessions', 'all');
end;
comment on function auth.announce_all() is 'Tells every instance to look all sessions up again. Internal to this schema.';

-- Tenants -----------------------------------------------------------------------------------------------------------------------
create function auth.open_tenant(p_tenant uuid, p_slug text, p_name text) returns void
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
  perform auth.note('tenant_created', acting, 'tenant', p_tenant, jsonb_build_object('slug', p_slug));
end
$$;
comment on function auth.open_tenant(uuid, text, text) is 'A superuser creates a tenant, without members.';

create function auth.rename_tenant(p_tenant uuid, p_name text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
begin
  update app.tenants t set name = p_name, version = t.version + 1 where t.tenant_id = p_tenant;
  if not found then
    return false;
  end if;
  perform auth.note('tenant_renamed', acting, 'tenant', p_tenant, '{}');
  perform auth.announce_all();
  return true;
end
$$;
comment on function auth.rename_tenant(uuid, text) is 'A superuser renames a tenant.';

-- From any status to any other. Null when there is no such tenant; the status as it was, and so no act when it is the same.
create function auth.set_tenant_status(p_tenant uuid, p_status text, p_grace interval) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  was text;
begin
  select t.status into was from app.tenants t where t.tenant_id = p_tenant for update;
  if was is null or was = p_status then
    return was;
  end if;
  update app.tenants t
  set status = p_status, version = t.version + 1,
      purge_after = case when p_status = 'deleted' then now() + greatest(p_grace, interval '0') end
  where t.tenant_id = p_tenant;
  perform auth.note('tenant_' || case p_status when 'active' then 'restored' else p_status end, acting, 'tenant', p_tenant,
                    jsonb_build_object('was', was) || case when p_status = 'deleted' then jsonb_build_object('grace', p_grace::text) else '{}' end);
  perform auth.announce_all();
  return was;
end
$$;
comment on function auth.set_tenant_status(uuid, text, interval) is 'A superuser suspends, archives, deletes or restores a tenant; every instance knows at once.';

-- Everything of it: the cascades of schema app, which run as the tables' owner, and here what no key points at.
create function auth.purge_tenants() returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone uuid;
  n    integer := 0;
begin
  for gone in select t.tenant_id from app.tenants t where t.status = 'deleted' and t.purge_after <= now() for update skip locked loop
    delete from app.tenants t where t.tenant_id = gone;
    delete from auth.sessions s where s.tenant_id = gone;
    delete from auth.memberships m where m.tenant_id = gone;
    update auth.users u set last_tenant = null where u.last_tenant = gone;
    perform auth.note('tenant_purged', null, 'tenant', gone, '{}');
    n := n + 1;
  end loop;
  if n > 0 then
    perform auth.announce_all();
  end if;
  return n;
end
$$;
comment on function auth.purge_tenants() is 'Removes the tenants that are past their grace, with all that is theirs. Needs no superuser: one decided it then.';

-- People ------------------------------------------------------------------------------------------------------------------------
create function auth.enrol(p_user uuid, p_login text, p_display_name text, p_salt bytea, p_verifier bytea,
                           p_memory_kib integer, p_iterations integer, p_lanes integer, p_superuser boolean) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
begin
  insert into auth.users (user_id, login, display_name, salt, verifier, memory_kib, iterations, lanes, superuser)
  values (p_user, auth.normal_login(p_login), p_display_name, p_salt, p_verifier, p_memory_kib, p_iterations, p_lanes, p_superuser);
  perform auth.note('user_created', acting, 'user', p_user, jsonb_build_object('superuser', p_superuser));
end
$$;
comment on function auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, boolean) is 'A superuser creates a person.';

create function auth.join_tenant(p_tenant uuid, p_user uuid, p_role text) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
begin
  perform auth.add_member(p_tenant, p_user, p_role);
  perform auth.note('member_added', acting, 'tenant', p_tenant, jsonb_build_object('user', p_user, 'role', p_role));
  perform auth.announce_all();
end
$$;
comment on function auth.join_tenant(uuid, uuid, text) is 'A superuser makes a person a member of a tenant.';

-- Every session of the person ends: whoever knew the old password is out.
create function auth.set_password(p_user uuid, p_salt bytea, p_verifier bytea, p_memory_kib integer, p_iterations integer, p_lanes integer) returns boolean
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
  perform auth.note('password_set', acting, 'user', p_user, '{}');
  perform auth.announce_all();
  return true;
end
$$;
comment on function auth.set_password(uuid, bytea, bytea, integer, integer, integer) is 'A superuser gives a person another password, which ends every session of the person.';

-- Null when there is no such person; the status as it was, and so no act when it is the same. RH003: the last superuser.
create function auth.set_user_status(p_user uuid, p_status text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  person record;
begin
  -- All superusers in one order: two who deactivate each other wait here, and the second sees what the first did.
  perform from auth.users u where u.superuser order by u.user_id for update;
  perform auth.acting_superuser();
  select u.status, u.superuser into person from auth.users u where u.user_id = p_user for update;
  if person.status is null or person.status = p_status then
    return person.status;
  end if;
  if p_status <> 'active' and person.superuser
     and not exists (select from auth.users u where u.superuser and u.status = 'active' and u.user_id <> p_user) then
    raise exception 'the last superuser' using errcode = 'RH003';
  end if;
  update auth.users u set status = p_status, version = u.version + 1 where u.user_id = p_user;
  if p_status <> 'active' then
    delete from auth.sessions s where s.user_id = p_user;
  end if;
  perform auth.note('user_' || case p_status when 'active' then 'activated' else p_status end, acting, 'user', p_user, '{}');
  perform auth.announce_all();
  return person.status;
end
$$;
comment on function auth.set_user_status(uuid, text) is 'A superuser deactivates or activates a person; never the last active superuser.';

-- The panel and the command line list people; of what they sign in with, nothing.
create policy admin_read on auth.users as permissive for select to rowhouse_admin using (true);
create policy admin_read on auth.memberships as permissive for select to rowhouse_admin using (true);
comment on policy admin_read on auth.users is 'The superuser panel lists people; it has no privilege on what they sign in with, and none to write.';
comment on policy admin_read on auth.memberships is 'The superuser panel shows who belongs where; it has no write privilege.';
grant select (user_id, login, display_name, superuser, status, created_at) on auth.users to rowhouse_admin;
grant select (user_id, tenant_id) on auth.memberships to rowhouse_admin;

-- Signing in to a tenant that is closed -------------------------------------------------------------------------------------------
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
  -- the last used, else the oldest; one that is closed only when there is no other, and then its page says so
  select m.tenant_id into tenant
  from auth.memberships m join app.tenants t on t.tenant_id = m.tenant_id
  where m.user_id = person.user_id
  order by (t.status in ('active', 'archived')) desc, (m.tenant_id = person.last_tenant) desc nulls last, m.created_at, m.tenant_id
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

-- Whom a session belongs to and where it works. A tenant that is suspended or deleted is told as well, so that a page can say
-- so; the program lets nobody into it, and the write guard stands behind that.
create or replace function auth.session(p_session bytea)
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
  left join app.tenants t on t.tenant_id = m.tenant_id
  where s.session_hash = p_session and s.idle_expires_at > now() and s.expires_at > now();
end;

grant execute on function auth.superuser(text), auth.open_tenant(uuid, text, text), auth.rename_tenant(uuid, text),
  auth.set_tenant_status(uuid, text, interval), auth.purge_tenants(),
  auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, boolean), auth.join_tenant(uuid, uuid, text),
  auth.set_password(uuid, bytea, bytea, integer, integer, integer), auth.set_user_status(uuid, text) to rowhouse_operator;

reset row_security;
reset role;
