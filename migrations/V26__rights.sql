-- Rights: what support sees in the panel, and does there, model by model.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. A superuser has all rights and needs none; nobody but support has any. An act wants the right that
-- auth.right_for says, and one that is not in there is for superusers alone: the trail refuses its entry, and so the act, whatever
-- function does it. Power never grows: with rights nobody acts on superusers or support, gives a kind or rights, makes or unmakes
-- owners and admins of tenants, acts on those, or on a tenant that is deleted. What is taken away counts from the next entry on, and
-- once more when the transaction is committed.
set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

-- Which there are -------------------------------------------------------------------------------------------------------------------
-- A model and what may be done with it; of a new model of the panel a later migration adds what there is to do. No right to act
-- is here that no act wants: nobody is made, and no tenant goes, by anybody but a superuser. A migration that takes a right
-- away, or puts them in another order, writes the rows of whoever has it anew: a check holds each to this list.
create function auth.known_rights() returns text[]
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  return array['tenants:see', 'tenants:add', 'tenants:change', 'users:see', 'users:change',
               'memberships:see', 'memberships:add', 'memberships:change', 'memberships:delete',
               'projects:see', 'projects:add', 'projects:change', 'projects:delete',
               'tasks:see', 'tasks:add', 'tasks:change', 'tasks:delete',
               'sessions:see', 'sessions:delete', 'audit:see', 'trail:see'];
comment on function auth.known_rights() is 'Every right that there is, in the order in which they are told.';

-- Whoever does something with a thing sees it. Each once, in one order: so two that are the same look the same.
create function auth.whole_rights(p_rights text[]) returns text[]
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  return array(
    select k.name from unnest(auth.known_rights()) with ordinality as k (name, place)
    where k.name = any (p_rights)
       or k.name in (select split_part(r.name, ':', 1) || ':see' from unnest(p_rights) as r (name))
    order by k.place);
comment on function auth.whole_rights(text[]) is 'Rights with those that they imply, each once and in order; what is no right is left out.';

create function auth.rights_to_see() returns text[]
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  return array(select k.name from unnest(auth.known_rights()) as k (name) where k.name like '%:see');
comment on function auth.rights_to_see() is 'Those of support of which nothing else was said: sees all, and does nothing.';

alter table auth.users add column rights text[] not null default '{}';
update auth.users set rights = auth.rights_to_see() where support;
alter table auth.users add constraint users_rights_check check (rights = auth.whole_rights(rights) and (support or rights = '{}'));
comment on column auth.users.rights is 'What support sees and does in the panel, each as model:see, add, change or delete. Superusers need none.';
grant select (rights) on auth.users to rowhouse_admin;

-- Which an act wants ----------------------------------------------------------------------------------------------------------------
-- Not in here, and so for superusers alone, are: making people, kinds and rights, passwords, second factors and looking around
-- as somebody, since each is a way to more power; deleting tenants, which ends in the loss of all that is theirs; and moving a
-- project, which carries rows over the wall between tenants.
create function auth.right_for(p_act text) returns text
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  return case p_act
    when 'tenant_created' then 'tenants:add'
    when 'tenant_renamed' then 'tenants:change'
    when 'tenant_suspended' then 'tenants:change'
    when 'tenant_archived' then 'tenants:change'
    when 'tenant_restored' then 'tenants:change'
    when 'user_edited' then 'users:change'
    when 'user_activated' then 'users:change'
    when 'user_deactivated' then 'users:change'
    when 'member_added' then 'memberships:add'
    when 'member_role_set' then 'memberships:change'
    when 'member_removed' then 'memberships:delete'
    when 'session_ended' then 'sessions:delete'
    when 'sessions_ended' then 'sessions:delete'
    when 'project_created' then 'projects:add'
    when 'project_renamed' then 'projects:change'
    when 'project_deleted' then 'projects:delete'
    when 'project_restored' then 'projects:delete'
    when 'task_created' then 'tasks:add'
    when 'task_edited' then 'tasks:change'
    when 'task_deleted' then 'tasks:delete'
    when 'task_restored' then 'tasks:delete'
  end;
comment on function auth.right_for(text) is 'The right that an act of the panel wants; null where it is for superusers alone.';

-- Who acts --------------------------------------------------------------------------------------------------------------------------
-- Beside auth.acting_superuser, which the acts ask that are for superusers alone. Which act it is, the trail asks.
create function auth.acting() returns uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := (select u.user_id from auth.users u
                           where u.user_id = app.operator_id() and u.status = 'active'
                             and (u.superuser or u.support and exists (select from unnest(u.rights) as r (name) where r.name not like '%:see')));
begin
  if acting is null then
    raise exception 'nobody acts who may' using errcode = 'RH002';
  end if;
  return acting;
end
$$;
comment on function auth.acting() is 'The superuser, or support that may do something, whom the transaction has declared; raises RH002 when there is none. Internal to this schema.';

-- As the statement that acts found it: who demotes or deactivates himself does that as the superuser that he is.
-- Asked of each entry, so it is as light as can be: nobody but the owner of the trail asks it, and with that role's own rights.
create function auth.superuser_acts() returns boolean
  language plpgsql stable as $$
begin
  return exists (select from auth.users u where u.user_id = app.operator_id() and u.superuser and u.status = 'active');
end
$$;
comment on function auth.superuser_acts() is 'Whether an active superuser has declared the transaction. Internal to this schema.';

-- At each entry, in the transaction that acts: a long one stops where its right was taken away.
create function auth.ask_right() returns trigger
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  person constant uuid := case when new.object = 'user' then new.object_id else (new.details ->> 'user')::uuid end;
  place  constant uuid := case when new.object = 'tenant' then new.object_id else (new.details ->> 'tenant')::uuid end;
begin
  perform from auth.users u
  where u.user_id = app.operator_id() and u.user_id = new.actor and u.support and u.status = 'active'
    and auth.right_for(new.act) = any (u.rights);
  if not found then
    raise exception 'no right to this act' using errcode = 'RH002';
  end if;
  if exists (select from auth.users u where u.user_id = person and (u.superuser or u.support)) then
    raise exception 'an act on a superuser or on support' using errcode = 'RH002';
  elsif new.details ?| array['kind', 'rights'] then
    raise exception 'an act that gives or takes power' using errcode = 'RH002';
  elsif new.details ->> 'was' in ('owner', 'admin') or new.details ->> 'role' in ('owner', 'admin')
     or new.object = 'user' and exists (select from auth.memberships m join app.members b on b.tenant_id = m.tenant_id and b.user_id = m.user_id
                                        where m.user_id = person and b.role in ('owner', 'admin')) then
    raise exception 'an act on an owner or an admin' using errcode = 'RH002';
  -- As it was before this statement, which may be what restores it.
  elsif exists (select from app.tenants t where t.tenant_id = place and t.status = 'deleted') or new.object in ('project', 'task') and place is null then
    raise exception 'an act on what is deleted, or is nowhere' using errcode = 'RH002';
  end if;
  new.details := new.details || jsonb_build_object('right', auth.right_for(new.act));
  return new;
end
$$;
comment on function auth.ask_right() is 'Trigger: refuses the entry of an act, and so the act, to whoever has no right to it; and says in it by which right it was done.';

-- The end of an impersonation has no right of its own: it goes along with what ended it, which has an entry of its own.
create trigger trail_right before insert on auth.trail
  for each row when (nullif(current_setting('app.operator_id', true), '') is not null and new.act <> 'impersonation_stopped'
    and not auth.superuser_acts())
  execute function auth.ask_right();

-- And once more when it is committed, of the right that the entry names, holding the person: whoever takes it away does so before
-- that, and nothing is done, or after it. Held at the end alone, so that nobody who takes rights away waits for a long act.
create function auth.ask_right_again() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from auth.users u
  where u.user_id = new.actor and u.support and u.status = 'active' and new.details ->> 'right' = any (u.rights)
  for share;
  if not found then
    raise exception 'no right to this act any more' using errcode = 'RH002';
  end if;
  return null;
end
$$;
comment on function auth.ask_right_again() is 'Trigger: the same at the end of the transaction, and holds the person until that is over.';
create constraint trigger trail_right_still after insert on auth.trail deferrable initially deferred
  for each row when (new.details ? 'right')
  execute function auth.ask_right_again();

-- Rows of tenants, which the operator writes itself: whoever is no superuser has an entry of this transaction, to which the trail
-- found a right, before a row of any tenant is filed as changed. A statement that files no act changes nothing.
create or replace function auth.impersonator() returns jsonb
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- A superuser who acts as nobody else is the actor himself; and whoever declares to be one is one, or nothing is written.
  if app.user_id() is null then
    if not auth.superuser_acts()
       and not exists (select from auth.trail t
                       where t.era = (select max(e.era) from auth.eras e) and t.xid = pg_current_xact_id()
                         and t.actor = app.operator_id() and t.act <> 'impersonation_stopped') then
      raise exception 'an act that is in no trail' using errcode = 'RH002';
    end if;
    return null;
  end if;
  return (select jsonb_build_object('id', u.user_id, 'name', u.display_name) from auth.users u where u.user_id = auth.acting_superuser());
end
$$;

-- And that entry is of just this row, or of the project that a task goes or comes with: an act that somebody has the right to carries
-- no other along. Members and tenants are written by functions alone, each with its own entry.
create function auth.fits_an_act() returns trigger
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if auth.superuser_acts() or exists (
       select from auth.trail t
       where t.object_id = any (array[new.object_id, (coalesce(new.after, new.before) ->> 'project_id')::uuid])
         and t.era + 0 = (select max(e.era) from auth.eras e) and t.xid = pg_current_xact_id()
         and t.actor = app.operator_id() and (t.details ->> 'tenant')::uuid = new.tenant_id
         and case when t.object_id = new.object_id
               then (new.object, new.act, t.act) in (
                 ('projects', 'insert', 'project_created'), ('projects', 'insert', 'project_restored'), ('projects', 'update', 'project_renamed'),
                 ('projects', 'delete', 'project_deleted'), ('tasks', 'insert', 'task_created'), ('tasks', 'insert', 'task_restored'),
                 ('tasks', 'update', 'task_edited'), ('tasks', 'delete', 'task_deleted'))
               else (new.object, new.act, t.act) in (('tasks', 'insert', 'project_restored'), ('tasks', 'delete', 'project_deleted')) end) then
    return new;
  end if;
  raise exception 'an act that is in no trail' using errcode = 'RH002';
end
$$;
comment on function auth.fits_an_act() is 'Trigger: refuses a row of a project or a task that somebody changed by right, where no entry of the transaction is of an act on just that.';
-- To be named by the table's owner, below; taken back at the end. The trigger runs it as its own owner.
grant usage on schema auth to rowhouse_owner;
grant execute on function auth.fits_an_act() to rowhouse_owner;
set role rowhouse_owner;
create trigger audit_fits before insert on app.audit
  for each row when (current_setting('app.operator_id', true) <> '' and new.impersonator is null and new.object in ('projects', 'tasks'))
  execute function auth.fits_an_act();
set role rowhouse_auth_owner;
revoke execute on function auth.fits_an_act() from rowhouse_owner;
revoke usage on schema auth from rowhouse_owner;

-- Acts that rights are for ----------------------------------------------------------------------------------------------------------
-- As they were, asking auth.acting. Where rows of a tenant are changed, the entry comes first: the tenant's own trail asks for it.

-- Support acts on no superuser, so there it holds none: superusers sign in, and take rights away, while a long act of support goes on.
create or replace function auth.lock_superusers() returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if auth.superuser_acts() then
    perform from auth.users u where u.superuser order by u.user_id for no key update;
  end if;
  perform auth.acting();
end
$$;

create or replace function auth.open_tenant(p_tenant uuid, p_slug text, p_name text, p_reason text) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting();
begin
  -- Names that would be taken for parts of the service. No constraint of the table: a tenant that has one already keeps it.
  if p_slug in ('admin', 'api', 'app', 'assets', 'audit', 'auth', 'health', 'help', 'login', 'logout', 'metrics', 'operator', 'projects',
                'public', 'root', 'rowhouse', 'search', 'static', 'status', 'support', 'system', 'tasks', 'tenants', 'www') then
    raise exception 'a reserved slug' using errcode = 'check_violation', constraint = 'tenants_slug_reserved_check';
  end if;
  perform auth.note('tenant_created', acting, 'tenant', p_tenant, jsonb_strip_nulls(jsonb_build_object('slug', p_slug, 'reason', p_reason)));
  insert into app.tenants (tenant_id, slug, name) values (p_tenant, p_slug, p_name);
end
$$;

create or replace function auth.rename_tenant(p_tenant uuid, p_name text, p_version integer, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting();
begin
  perform from app.tenants t where t.tenant_id = p_tenant and (p_version is null or t.version = p_version) for no key update;
  if not found then
    return case when exists (select from app.tenants t where t.tenant_id = p_tenant) then 'conflict' else 'gone' end;
  end if;
  perform auth.note('tenant_renamed', acting, 'tenant', p_tenant, jsonb_strip_nulls(jsonb_build_object('reason', p_reason)));
  update app.tenants t set name = p_name, version = t.version + 1 where t.tenant_id = p_tenant;
  perform auth.announce_all();
  return 'done';
end
$$;

create or replace function auth.set_tenant_statuses(p_tenants uuid[], p_status text, p_grace interval, p_from text[], p_versions integer[], p_reason text)
  returns table (tenant_id uuid, was text, version integer)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  acting constant uuid := auth.acting();
begin
  perform from app.tenants t where t.tenant_id = any (p_tenants) order by t.tenant_id for no key update;
  if p_status not in ('active', 'archived') then
    perform auth.end_impersonations(array(
      select t.tenant_id
      from unnest(p_tenants, p_versions) n (tenant_id, version) join app.tenants t on t.tenant_id = n.tenant_id
      where (p_from is null or t.status = any (p_from)) and (p_versions is null or t.version = n.version)), null);
  end if;
  return query
    with before as materialized (
      select distinct on (t.tenant_id) t.tenant_id, t.status,
             t.status <> p_status and (p_from is null or t.status = any (p_from)) and (p_versions is null or t.version = n.version) as meant
      from unnest(p_tenants, p_versions) n (tenant_id, version) join app.tenants t on t.tenant_id = n.tenant_id
      order by t.tenant_id
    ), changed as (
      update app.tenants t
      set status = p_status, version = t.version + 1,
          purge_after = case when p_status = 'deleted' then now() + greatest(p_grace, interval '0') end
      from before b
      where t.tenant_id = b.tenant_id and b.meant
      returning t.tenant_id, b.status, t.version
    ), noted as (
      insert into auth.trail (era, act, actor, object, object_id, details)
      select e.era, 'tenant_' || case p_status when 'active' then 'restored' else p_status end, acting, 'tenant', c.tenant_id,
             jsonb_strip_nulls(jsonb_build_object('was', c.status, 'grace', case when p_status = 'deleted' then p_grace::text end, 'reason', p_reason))
      from changed c cross join (select max(era) as era from auth.eras) e
    )
    select b.tenant_id, b.status, c.version from before b left join changed c on c.tenant_id = b.tenant_id order by b.tenant_id;
  perform auth.announce_all();
end
$$;

create or replace function auth.set_user_statuses(p_users uuid[], p_status text, p_versions integer[], p_reason text)
  returns table (user_id uuid, was text, version integer)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  acting constant uuid := auth.acting();
  meant  uuid[];
begin
  perform auth.lock_superusers();
  perform from auth.users u where u.user_id = any (p_users) order by u.user_id for no key update;
  meant := array(
    select u.user_id
    from unnest(p_users, p_versions) n (user_id, version) join auth.users u on u.user_id = n.user_id
    where p_versions is null or u.version = n.version);
  if p_status <> 'active'
     and exists (select from auth.users u where u.user_id = any (meant) and u.superuser and u.status = 'active')
     and not exists (select from auth.users u where u.superuser and u.status = 'active' and u.user_id <> all (meant)) then
    raise exception 'the last superuser' using errcode = 'RH003';
  end if;
  if p_status <> 'active' then
    delete from auth.sessions s where s.user_id = any (meant);
    perform auth.end_impersonations(null, meant);
  end if;
  return query
    with before as materialized (
      select u.user_id, u.status from auth.users u where u.user_id = any (p_users)
    ), changed as (
      update auth.users u set status = p_status, version = u.version + 1
      from before b
      where u.user_id = b.user_id and b.status <> p_status and u.user_id = any (meant)
      returning u.user_id, u.version
    ), noted as (
      insert into auth.trail (era, act, actor, object, object_id, details)
      select e.era, 'user_' || case p_status when 'active' then 'activated' else p_status end, acting, 'user', c.user_id,
             jsonb_strip_nulls(jsonb_build_object('reason', p_reason))
      from changed c cross join (select max(era) as era from auth.eras) e
    )
    select b.user_id, b.status, c.version from before b left join changed c on c.user_id = b.user_id order by b.user_id;
  perform auth.announce_all();
end
$$;

create or replace function auth.end_sessions(p_sessions uuid[], p_reason text) returns table (session_id uuid, user_id uuid)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  acting constant uuid := auth.acting();
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

create or replace function auth.end_sessions_of(p_user uuid, p_reason text) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting();
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

create or replace function auth.join_tenant(p_tenant uuid, p_user uuid, p_role text, p_reason text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting();
begin
  if exists (select from app.members b where b.tenant_id = p_tenant and b.user_id = p_user) then
    return false;
  end if;
  perform auth.note('member_added', acting, 'tenant', p_tenant, jsonb_strip_nulls(jsonb_build_object('user', p_user, 'role', p_role, 'reason', p_reason)));
  perform auth.add_member(p_tenant, p_user, p_role);
  perform auth.announce_all();
  return true;
end
$$;

create or replace function auth.set_member_role(p_tenant uuid, p_user uuid, p_role text, p_version integer, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting();
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
  perform auth.note('member_role_set', acting, 'tenant', p_tenant,
                    jsonb_strip_nulls(jsonb_build_object('user', p_user, 'was', member.role, 'role', p_role, 'reason', p_reason)));
  update app.members b set role = p_role, version = b.version + 1 where b.tenant_id = p_tenant and b.user_id = p_user;
  return 'done';
end
$$;

create or replace function auth.remove_member(p_tenant uuid, p_user uuid, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting();
  was    text;
begin
  perform auth.lock_superusers();
  perform from auth.users u where u.user_id = p_user for no key update;
  select b.role into was from app.members b where b.tenant_id = p_tenant and b.user_id = p_user for update;
  if was is not null then
    perform auth.note('member_removed', acting, 'tenant', p_tenant, jsonb_strip_nulls(jsonb_build_object('user', p_user, 'was', was, 'reason', p_reason)));
  end if;
  delete from app.members b where b.tenant_id = p_tenant and b.user_id = p_user;
  delete from auth.memberships m where m.tenant_id = p_tenant and m.user_id = p_user;
  if was is null then
    return null;
  end if;
  update auth.sessions s set tenant_id = null where s.user_id = p_user and s.tenant_id = p_tenant;
  update auth.users u set last_tenant = null where u.user_id = p_user and u.last_tenant = p_tenant;
  perform auth.end_impersonations(array[p_tenant], array[p_user]);
  perform auth.announce_all();
  return was;
end
$$;

create or replace function auth.record_act(p_act text, p_object_id uuid, p_details jsonb, p_reason text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting();
  object constant text := case when p_act in ('project_created', 'project_renamed', 'project_deleted', 'project_restored', 'project_moved') then 'project'
                               when p_act in ('task_created', 'task_edited', 'task_deleted', 'task_restored') then 'task' end;
begin
  if object is null then
    raise exception 'no such act' using errcode = 'invalid_parameter_value';
  end if;
  perform auth.note(p_act, acting, object, p_object_id, jsonb_strip_nulls(coalesce(p_details, '{}') || jsonb_build_object('reason', p_reason)));
  return true;
end
$$;

-- People ----------------------------------------------------------------------------------------------------------------------------
create function auth.given_rights(p_kind text, p_rights text[]) returns text[]
  language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from unnest(p_rights) as r (name) where r.name is null or r.name <> all (auth.known_rights())) then
    raise exception 'no such right' using errcode = 'invalid_parameter_value';
  end if;
  return case when p_kind = 'support' then auth.whole_rights(coalesce(p_rights, auth.rights_to_see())) else '{}' end;
end
$$;
comment on function auth.given_rights(text, text[]) is 'The rights of somebody of a kind, as they were given; raises where there is no such right. Internal to this schema.';

drop function auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, text, text);
create function auth.enrol(p_user uuid, p_login text, p_display_name text, p_salt bytea, p_verifier bytea,
                           p_memory_kib integer, p_iterations integer, p_lanes integer, p_kind text, p_rights text[], p_reason text) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  kind   constant text := auth.known_kind(p_kind);
  rights constant text[] := auth.given_rights(kind, nullif(p_rights, '{}'));
begin
  insert into auth.users (user_id, login, display_name, salt, verifier, memory_kib, iterations, lanes, superuser, support, rights)
  values (p_user, auth.normal_login(p_login), p_display_name, p_salt, p_verifier, p_memory_kib, p_iterations, p_lanes,
          kind = 'superuser', kind = 'support', rights);
  perform auth.note('user_created', acting, 'user', p_user,
                    jsonb_strip_nulls(jsonb_build_object('kind', kind, 'rights', case when kind = 'support' then array_to_string(rights, ',') end,
                                                         'reason', p_reason)));
end
$$;
comment on function auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, text, text[], text) is 'A superuser creates a person of a kind; support with rights, or else with those to see all.';

-- Without a name, a kind or rights, the person keeps those that it has. Who becomes support without any sees all.
drop function auth.edit_user(uuid, text, text, integer, text);
create function auth.edit_user(p_user uuid, p_display_name text, p_kind text, p_rights text[], p_version integer, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting  constant uuid := auth.acting();
  person  record;
  name    text;
  becomes text;
  may     text[];
begin
  perform auth.lock_superusers();
  select u.superuser, u.status, u.version, u.display_name, u.rights,
         case when u.superuser then 'superuser' when u.support then 'support' else 'person' end as kind
  into person from auth.users u where u.user_id = p_user for no key update;
  if not found then
    return 'gone';
  elsif person.version <> p_version then
    return 'conflict';
  end if;
  name := coalesce(p_display_name, person.display_name);
  becomes := auth.known_kind(coalesce(p_kind, person.kind));
  may := auth.given_rights(becomes, case when person.kind = 'support' then coalesce(p_rights, person.rights) else nullif(p_rights, '{}') end);
  if person.superuser and becomes <> 'superuser' and person.status = 'active'
     and not exists (select from auth.users u where u.superuser and u.status = 'active' and u.user_id <> p_user) then
    raise exception 'the last superuser' using errcode = 'RH003';
  end if;
  perform auth.note('user_edited', acting, 'user', p_user,
                    jsonb_strip_nulls(jsonb_build_object(
                      'kind', nullif(becomes, person.kind), 'kind_was', case when becomes <> person.kind then person.kind end,
                      'rights', case when becomes = 'support' and may <> person.rights then array_to_string(may, ',') end,
                      'rights_were', case when person.kind = 'support' and may <> person.rights then array_to_string(person.rights, ',') end,
                      'was', nullif(person.display_name, name), 'display_name', nullif(name, person.display_name), 'reason', p_reason)));
  update auth.users u
  set display_name = name, superuser = becomes = 'superuser', support = becomes = 'support', rights = may, version = u.version + 1
  where u.user_id = p_user;
  update app.members b set display_name = name, version = b.version + 1
  from auth.memberships m
  where m.user_id = p_user and b.tenant_id = m.tenant_id and b.user_id = m.user_id and b.display_name <> name;
  -- Sessions that were made when less could be done with them may be longer, and lie about anywhere.
  if becomes = 'superuser' and person.kind <> 'superuser' or becomes = 'support' and person.kind = 'person'
     or becomes = 'support' and person.kind = 'support' and not may <@ person.rights then
    delete from auth.sessions s where s.user_id = p_user;
    if becomes = 'superuser' then
      perform auth.end_impersonations(null, array[p_user]);
    end if;
  elsif person.superuser and becomes <> 'superuser' then
    update auth.sessions s
    set impersonated_user = null, impersonated_tenant = null, impersonation_reason = null, impersonation_writes = null, impersonation_until = null
    where s.user_id = p_user and s.impersonated_user is not null;
  end if;
  perform auth.announce_all();
  return 'done';
end
$$;
comment on function auth.edit_user(uuid, text, text, text[], integer, text) is 'Renames a person; a superuser also makes one a superuser, support or neither, and says what support may do. Of a version or of any; never the last active superuser none.';

-- The door of the panel -----------------------------------------------------------------------------------------------------------
-- As in V23, with what the person may do: asked at each request of the panel, so that what was taken away counts at the next.
drop function auth.second_factor(bytea);
create function auth.second_factor(p_session bytea)
  returns table (active_since timestamptz, given_at timestamptz, begun boolean, recovery_codes bigint, superuser boolean, rights text[])
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  -- a code of the one before opens nothing
  select f.active_since, case when o.second_factor_at >= f.active_since then o.second_factor_at end, f.user_id is not null,
         (select count(*) from auth.recovery_codes r where r.user_id = s.user_id),
         s.superuser, u.rights
  from auth.session(p_session) s
  join auth.sessions o on o.session_hash = p_session
  join auth.users u on u.user_id = s.user_id
  left join auth.second_factors f on f.user_id = s.user_id
  where (s.superuser or s.support) and s.impersonator is null;
end;
comment on function auth.second_factor(bytea) is 'Whether the superuser or support of this session has a second factor, and gave a code in it; and what that person may do in the panel. No row for anybody else.';

grant execute on function auth.second_factor(bytea) to rowhouse_auth;
grant execute on function auth.enrol(uuid, text, text, bytea, bytea, integer, integer, integer, text, text[], text),
  auth.edit_user(uuid, text, text, text[], integer, text) to rowhouse_operator;
comment on column auth.users.support is 'Whether the person comes into the panel, and sees and does there what the rights say.';

reset row_security;
reset role;
