-- What an entry of the audit trail costs whoever writes, brought down; and who stands behind whom, where a superuser acts as one
-- of a tenant's people.
-- Run by: the migrator.
--
-- Invariants. As in V10; and an entry that was made before this keeps the hash that it was sealed with. Who stands behind a
-- person is, like the actor, nobody's to choose: the context names a superuser, and auth.users says whether there is one.

set role rowhouse_auth_owner;
set row_security = on;

-- The era ---------------------------------------------------------------------------------------------------------------------
-- Whoever writes would otherwise plan, open and scan a table for a number that changes once in the life of a server. A sequence
-- takes no part in transactions; here that is no harm, since its value is set again by whoever begins the same era again.
create sequence auth.era as integer;
comment on sequence auth.era is 'The last of auth.eras again, for the triggers of the audit trail. Set by auth.begin_era alone.';
select setval('auth.era', (select max(e.era) from auth.eras e));
grant select on sequence auth.era to rowhouse_audit;

create or replace function auth.begin_era() returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  here constant bigint := (select c.system_identifier from pg_control_system() c);
  latest record;
  era integer;
begin
  lock table auth.eras in share row exclusive mode;
  select e.era, e.system_identifier into latest from auth.eras e order by e.era desc limit 1;
  era := latest.era;
  if latest.system_identifier is distinct from here then
    era := coalesce(latest.era, 0) + 1;
    insert into auth.eras (era, system_identifier) values (era, here);
  end if;
  -- Also of an old era: a copy of the data may have come without its sequences.
  if pg_sequence_last_value('auth.era') is distinct from era then
    perform setval('auth.era', era);
  end if;
  return era;
end
$$;

-- Who stands behind a person --------------------------------------------------------------------------------------------------
create function auth.impersonator() returns jsonb
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- A superuser who acts as nobody else is the actor himself; and whoever declares to be one is one, or nothing is written.
  if app.user_id() is null then
    perform auth.acting_superuser();
    return null;
  end if;
  return (select jsonb_build_object('id', u.user_id, 'name', u.display_name) from auth.users u where u.user_id = auth.acting_superuser());
end
$$;
comment on function auth.impersonator() is 'The superuser behind the person of the transaction, with the name that the tenant is told; raises RH002 when it is no active superuser.';
grant execute on function auth.impersonator() to rowhouse_audit;
-- For the default below, which its owner must be able to name; taken back at the end. It is computed by rowhouse_audit.
grant usage on schema auth to rowhouse_owner;

-- The table -------------------------------------------------------------------------------------------------------------------
set role rowhouse_owner;

-- PostgreSQL parses a check anew in every statement that writes; acts are constants of the functions below.
alter table app.audit add column impersonator jsonb, drop constraint audit_act_check;
-- The setting is looked at here, so that an entry without an impersonator does not pay for a function call.
alter table app.audit alter column impersonator
  set default case when current_setting('app.operator_id', true) <> '' then auth.impersonator() end;
comment on function app.user_id() is 'The person who acts in this transaction, or as whom a superuser acts; null outside writes.';
comment on function app.operator_id() is 'The superuser who acts in this transaction; null unless declared, and then rowhouse_operator sees nothing. Beside a person: who acts as that person.';
comment on column app.audit.impersonator is 'The superuser who acted as that person: id, and name as it was then; null when the person acted himself.';

-- The trail of all tenants in its order, of which the sealer reads a part.
create index audit_order on app.audit (era, xid, id);
drop index app.audit_settled;

-- For the whole table, because columns are looked up one by one in every statement. Nobody signs in as this role.
revoke insert (tenant_id, era, act, object, object_id, before, after) on app.audit from rowhouse_audit;
grant insert on app.audit to rowhouse_audit;

-- What files ------------------------------------------------------------------------------------------------------------------
grant create on schema app to rowhouse_audit;
set role rowhouse_audit;

-- One function for each act and no variable that is used once: every expression of plpgsql is set up again in each transaction.
create function app.record_inserted() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app.audit (tenant_id, era, act, object, object_id, after)
  values (new.tenant_id, pg_sequence_last_value('auth.era'), 'insert', tg_table_name, new.id,
          to_jsonb(new) - array['tenant_id', 'norm', 'version']);
  return null;
end
$$;
comment on function app.record_inserted() is 'Trigger: files a row that was added in app.audit, under the tenant of the row itself.';

create function app.record_updated() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  was    constant jsonb := to_jsonb(old) - array['tenant_id', 'norm', 'version'];
  became constant jsonb := to_jsonb(new) - array['tenant_id', 'norm', 'version'];
begin
  if was <> became then
    insert into app.audit (tenant_id, era, act, object, object_id, before, after)
    values (new.tenant_id, pg_sequence_last_value('auth.era'), 'update', tg_table_name, new.id, was, became);
  end if;
  return null;
end
$$;
comment on function app.record_updated() is 'Trigger: files a row that was changed in app.audit, under the tenant of the row itself.';

create or replace function app.record_row() returns trigger
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
  values (new.tenant_id, pg_sequence_last_value('auth.era'), lower(tg_op), tg_table_name, key, was, became);
  return null;
end
$$;
comment on function app.record_row() is 'Trigger: the same as app.record_inserted and app.record_updated, for a table whose rows have no column id.';

create or replace function app.record_deleted() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app.audit (tenant_id, era, act, object, object_id, before)
  select d.tenant_id, pg_sequence_last_value('auth.era'), 'delete', tg_table_name,
         coalesce(j ->> 'id', j ->> 'user_id', d.tenant_id::text)::uuid, j - array['tenant_id', 'norm', 'version']
  from deleted d cross join lateral to_jsonb(d) as j
  -- A tenant that is removed takes its trail along.
  where exists (select from app.tenants t where t.tenant_id = d.tenant_id);
  return null;
end
$$;

-- What is null in every entry of before is no part of its hash. sql/admin/verify_audit.sql says the same.
create or replace function app.audit_digest(entry app.audit) returns bytea
  language sql stable parallel safe set search_path = pg_catalog, pg_temp
  return sha256(convert_to((jsonb_build_array(entry.tenant_id, entry.id, entry.era, entry.xid::text, extract(epoch from entry.at), entry.login,
    entry.actor, entry.act, entry.object, entry.object_id, entry.before, entry.after)
    || case when entry.impersonator is null then '[]' else jsonb_build_array(entry.impersonator) end)::text, 'UTF8'));

grant execute on function app.record_inserted(), app.record_updated() to rowhouse_owner;

set role rowhouse_owner;
revoke create on schema app from rowhouse_audit;

create or replace function app.audited(target regclass) returns void
  language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from pg_attribute a where a.attrelid = target and a.attname = 'id' and a.atttypid = 'uuid'::regtype) then
    execute format('create trigger record_inserted after insert on %s for each row execute function app.record_inserted()', target);
    execute format('create trigger record_updated after update on %s for each row execute function app.record_updated()', target);
  else
    execute format('create trigger record_row after insert or update on %s for each row execute function app.record_row()', target);
  end if;
  execute format('create trigger record_deleted after delete on %s referencing old table as deleted for each statement execute function app.record_deleted()', target);
end
$$;

-- Tables that are there already, others than those of these migrations among them.
do $$
declare
  target regclass;
begin
  for target in select t.tgrelid::regclass from pg_trigger t where t.tgfoid = 'app.record_row()'::regprocedure loop
    execute format('drop trigger record_row on %s', target);
    execute format('drop trigger record_deleted on %s', target);
    perform app.audited(target);
  end loop;
end
$$;

set role rowhouse_auth_owner;
revoke usage on schema auth from rowhouse_owner;

reset row_security;
reset role;
