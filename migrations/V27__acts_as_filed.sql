-- What support does is what it files: an act that was filed and not done is not committed, and what comes back is what was deleted.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. As in V26; and at the end of a transaction of somebody who is no superuser, each project or task that an entry says
-- was made, deleted or brought back was so by that transaction, in that tenant. So tasks go or come with a project that does. A
-- row that comes back is one of the trash: of the same name or title, in the same project, and done since the same moment. Rows
-- of tables that auth.fits_an_act does not know are changed by superusers' acts alone.
--
-- Not closed, for whoever signs in as rowhouse_operator itself and declares support: what an entry tells beside its act, its thing
-- and its tenant (the reason, how many tasks went along) is as it was told. An entry that something was changed is believed
-- without a change. What comes back may be what anybody deleted there, as any of its deletions left it, of another age or version;
-- and a project may come back without some of its tasks, and so lose those, by two acts that are both filed.
set role rowhouse_owner;
create policy auth_read on app.audit as permissive for select to rowhouse_auth_owner using (true);
create policy auth_read on app.trash as permissive for select to rowhouse_auth_owner using (true);
comment on policy auth_read on app.audit is 'auth.ask_right_again sees whether what support filed was done.';
comment on policy auth_read on app.trash is 'auth.fits_an_act sees whether what support brings back was deleted.';
grant select (tenant_id, object_id, era, xid, act, object) on app.audit to rowhouse_auth_owner;
grant select (tenant_id, object_id, kind, object) on app.trash to rowhouse_auth_owner;

set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

-- A role is told by the acts on memberships alone: elsewhere the same words are names, which may be "admin".
create or replace function auth.ask_right() returns trigger
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
  elsif new.act like 'member\_%' and (new.details ->> 'was' in ('owner', 'admin') or new.details ->> 'role' in ('owner', 'admin'))
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

-- And once more when it is committed, of the right that the entry names, holding the person: whoever takes it away does so before
-- that, and nothing is done, or after it. Held at the end alone, so that nobody who takes rights away waits for a long act. In
-- return, a superuser's act on many that already holds the person and waits for what this act holds may be the one that PostgreSQL
-- stops: as of all acts that cross, nothing of it is done, and the panel does it once more.
create or replace function auth.ask_right_again() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from auth.users u
  where u.user_id = new.actor and u.support and u.status = 'active' and new.details ->> 'right' = any (u.rights)
  for share;
  if not found then
    raise exception 'no right to this act any more' using errcode = 'RH002';
  end if;
  -- The era in a way of its own, so that an entry is found by its thing, and not among all of a long act.
  if new.act in ('project_created', 'project_deleted', 'project_restored', 'task_created', 'task_deleted', 'task_restored')
     and not exists (
       select from app.audit a
       where a.tenant_id = (new.details ->> 'tenant')::uuid and a.object_id = new.object_id
         and a.era + 0 = new.era and a.xid = pg_current_xact_id()
         and a.object = new.object || 's' and a.act = case when new.act like '%\_deleted' then 'delete' else 'insert' end) then
    raise exception 'an act that was not done' using errcode = 'RH002';
  end if;
  return null;
end
$$;
comment on function auth.ask_right_again() is 'Trigger: the same at the end of the transaction, and whether it was done; and holds the person until that is over.';

create or replace function auth.fits_an_act() returns trigger
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
               else (new.object, new.act, t.act) in (('tasks', 'insert', 'project_restored'), ('tasks', 'delete', 'project_deleted')) end
         -- What was deleted stays in the trash when it is brought back.
         and (t.act not like '%\_restored' or exists (
               select from app.trash g
               where g.tenant_id = new.tenant_id and g.object_id = new.object_id and g.kind = new.object
                 and (g.object ->> 'name', g.object ->> 'title', g.object ->> 'project_id', (g.object ->> 'completed_at')::timestamptz)
                     is not distinct from
                     (new.after ->> 'name', new.after ->> 'title', new.after ->> 'project_id', (new.after ->> 'completed_at')::timestamptz)))) then
    return new;
  end if;
  raise exception 'an act that is in no trail' using errcode = 'RH002';
end
$$;
comment on function auth.fits_an_act() is 'Trigger: refuses a row that somebody changed by right, where no entry of the transaction is of an act on just that, or what is brought back was not deleted.';

-- Of members and tenants no entry is asked to fit, since the operator cannot write those: functions of this schema do, each with its
-- own. That there is one at all auth.impersonator asks of every row, so that a function that forgets to file changes nothing either.
grant usage on schema auth to rowhouse_owner;
grant execute on function auth.fits_an_act() to rowhouse_owner;
set role rowhouse_owner;
drop trigger audit_fits on app.audit;
create trigger audit_fits before insert on app.audit
  for each row when (current_setting('app.operator_id', true) <> '' and new.impersonator is null and new.object not in ('tenants', 'members'))
  execute function auth.fits_an_act();
set role rowhouse_auth_owner;
revoke execute on function auth.fits_an_act() from rowhouse_owner;
revoke usage on schema auth from rowhouse_owner;

reset row_security;
reset role;
