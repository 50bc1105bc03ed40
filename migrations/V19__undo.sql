-- What a superuser did can be taken back, by whoever sees that nobody did anything since; and what became of an act is found
-- by its id. Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. An act that is taken back names the versions that it left, and meets no row that was changed since. Every entry
-- that an act of the panel files says of which act it is, whatever the function that files it.
set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

-- Of which act an entry is --------------------------------------------------------------------------------------------------------
-- A trigger, so that no function that files an entry has to be told, and none forgets it. It stands in the details, which are
-- sealed like the rest of the entry.
create function auth.name_job() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.details := new.details || jsonb_build_object('job', current_setting('app.job_id')::uuid);
  return new;
end
$$;
comment on function auth.name_job() is 'Trigger: says of which act of the panel an entry of the trail is.';
create trigger trail_job before insert on auth.trail
  for each row when (nullif(current_setting('app.job_id', true), '') is not null) execute function auth.name_job();
create index trail_job on auth.trail ((details ->> 'job')) where details ? 'job';

-- Statuses, taken back by version ---------------------------------------------------------------------------------------------------
-- The same as before, and of each tenant that was changed the version that it has now; null where nothing was changed. With
-- versions (as many as tenants), those alone that are of theirs.
drop function auth.set_tenant_status(uuid, text, interval, text);
drop function auth.set_tenant_statuses(uuid[], text, interval, text[], text);
create function auth.set_tenant_statuses(p_tenants uuid[], p_status text, p_grace interval, p_from text[], p_versions integer[], p_reason text)
  returns table (tenant_id uuid, was text, version integer)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  acting constant uuid := auth.acting_superuser();
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
comment on function auth.set_tenant_statuses(uuid[], text, interval, text[], integer[], text) is 'A superuser suspends, archives, deletes or restores tenants, all of them or none, of versions or of any; every instance knows at once.';

create function auth.set_tenant_status(p_tenant uuid, p_status text, p_grace interval, p_reason text) returns text
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.was from auth.set_tenant_statuses(array[p_tenant], p_status, p_grace, null, null, p_reason) s;
end;
comment on function auth.set_tenant_status(uuid, text, interval, text) is 'The same for one tenant: its status as it was, null when there is none.';

drop function auth.set_user_status(uuid, text, text);
drop function auth.set_user_statuses(uuid[], text, text);
create function auth.set_user_statuses(p_users uuid[], p_status text, p_versions integer[], p_reason text)
  returns table (user_id uuid, was text, version integer)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  acting constant uuid := auth.acting_superuser();
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
comment on function auth.set_user_statuses(uuid[], text, integer[], text) is 'A superuser deactivates or activates people, all of them or none, of versions or of any; never the last active superuser.';

create function auth.set_user_status(p_user uuid, p_status text, p_reason text) returns text
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.was from auth.set_user_statuses(array[p_user], p_status, null, p_reason) s;
end;
comment on function auth.set_user_status(uuid, text, text) is 'The same for one person: the status as it was, null when there is none.';

-- One order of locks: people, tenants, then what they are signed in with ------------------------------------------------------------
-- Before, these three took a session first and its person, or the tenant, after; whoever keeps people out takes them the other way.
create or replace function auth.remove_member(p_tenant uuid, p_user uuid, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  was    text;
begin
  perform auth.lock_superusers();
  perform from auth.users u where u.user_id = p_user for no key update;
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

create or replace function auth.session_enter(p_session bytea, p_tenant uuid) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid;
begin
  perform from auth.users u
  where u.user_id = (
    select s.user_id from auth.sessions s join auth.memberships m on m.user_id = s.user_id and m.tenant_id = p_tenant
    where s.session_hash = p_session) for no key update;
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

create or replace function auth.impersonate(p_session uuid, p_user uuid, p_tenant uuid, p_writes boolean, p_reason text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  here   record;
  person record;
begin
  perform from auth.users u where u.user_id in (acting, p_user) order by u.user_id for share;
  perform from app.tenants t where t.tenant_id = p_tenant for share;
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

-- Acts on projects and tasks ------------------------------------------------------------------------------------------------------
create or replace function auth.record_act(p_act text, p_object_id uuid, p_details jsonb, p_reason text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  object constant text := case when p_act in ('project_created', 'project_renamed', 'project_deleted', 'project_restored', 'project_moved') then 'project'
                               when p_act in ('task_edited', 'task_deleted', 'task_restored') then 'task' end;
begin
  if object is null then
    raise exception 'no such act' using errcode = 'invalid_parameter_value';
  end if;
  perform auth.note(p_act, acting, object, p_object_id, jsonb_strip_nulls(coalesce(p_details, '{}') || jsonb_build_object('reason', p_reason)));
  return true;
end
$$;

grant execute on function auth.set_tenant_statuses(uuid[], text, interval, text[], integer[], text), auth.set_tenant_status(uuid, text, interval, text),
  auth.set_user_statuses(uuid[], text, integer[], text), auth.set_user_status(uuid, text, text) to rowhouse_operator;

reset row_security;
reset role;
