-- How long the trails are kept: entries of the tenants' trails that are sealed and older than an installation wants to keep them
-- can be removed, whole batches at once, and so can old entries about signing in.
-- Run by: the migrator. Nothing is removed until an operator sets ROWHOUSE_AUDIT_RETENTION_DAYS.
--
-- Invariants. Nothing younger than thirty days goes, whoever calls: a policy, not a promise. What went is itself an entry of the
-- tenant's trail, and sealed like any other, so that a verification can tell what retention removed from what somebody did.

set role rowhouse_auth_owner;
set row_security = on;

create table auth.expiries (
  through bigint not null,
  entries bigint not null,
  at      timestamptz not null default clock_timestamp(),
  constraint expiries_pkey primary key (through)
);
comment on table auth.expiries is 'Up to which batch the entries of the tenants'' trails were removed, each time that was done.';
alter table auth.expiries enable row level security;
alter table auth.expiries force row level security;
create policy audit_access on auth.expiries as permissive for all to rowhouse_audit using (true) with check (true);
create policy admin_read on auth.expiries as permissive for select to rowhouse_admin using (true);
comment on policy audit_access on auth.expiries is 'app.expire_trail adds to it; it has no privilege to change it.';
comment on policy admin_read on auth.expiries is 'The chain is verified by whoever may read all trails.';
grant select, insert (through, entries) on auth.expiries to rowhouse_audit;
grant select on auth.expiries to rowhouse_admin;

-- What superusers did, and that a tenant was removed with which last seal, stays for ever.
create function auth.expire_sign_ins(p_days integer) returns bigint
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with gone as (
    delete from auth.trail t
    where t.act in ('signed_in', 'signed_out', 'sign_in_failed') and t.at < now() - make_interval(days => greatest(p_days, 30))
    returning 1
  )
  select count(*) from gone;
end;
comment on function auth.expire_sign_ins(integer) is 'Removes entries about signing in that are older than so many days, thirty at least.';
grant execute on function auth.expire_sign_ins(integer) to rowhouse_operator;

set role rowhouse_owner;

alter table app.audit
  drop constraint audit_act_check,
  add constraint audit_act_check check (act in ('insert', 'update', 'delete', 'expire'));

create policy audit_expire on app.audit as permissive for delete to rowhouse_audit using (at < now() - interval '30 days');
comment on policy audit_expire on app.audit is 'app.expire_trail removes nothing that is younger than thirty days.';

grant create on schema app to rowhouse_audit;
set role rowhouse_audit;

create function app.expire_trail(p_days integer) returns bigint
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  until   constant timestamptz := now() - make_interval(days => greatest(p_days, 30));
  done    constant bigint := coalesce((select max(e.through) from auth.expiries e), 0);
  through bigint;
  removed bigint := 0;
  this    record;
  gone    jsonb;
  all_of  jsonb := '{}';
begin
  -- Once a day, or each tenant's trail would fill with entries about itself; but what was more than a hundred thousand goes on.
  if exists (select from auth.expiries e where e.at > now() - interval '20 hours' and e.entries < 100000) then
    return 0;
  end if;
  for this in select b.batch, b.era, b.lo, b.hi from auth.batches b where b.batch > done and b.at < until order by b.batch loop
    -- A clock that jumped back may have sealed what is younger than its seal: that batch, and all after it, wait.
    exit when exists (select from app.audit a where a.era = this.era and a.xid >= this.lo and a.xid < this.hi and a.at >= until);
    with removing as (
      delete from app.audit a where a.era = this.era and a.xid >= this.lo and a.xid < this.hi returning a.tenant_id
    ), counted as (
      select r.tenant_id, count(*) as entries from removing r group by r.tenant_id
    )
    select coalesce(jsonb_object_agg(c.tenant_id, c.entries + coalesce((all_of ->> c.tenant_id::text)::bigint, 0)), '{}'),
           removed + coalesce(sum(c.entries), 0)
    into gone, removed
    from counted c;
    all_of := all_of || gone;
    through := this.batch;
    -- A hundred thousand or so at once; the next call goes on.
    exit when removed >= 100000;
  end loop;
  if through is null then
    return 0;
  end if;
  insert into auth.expiries (through, entries) values (through, removed);
  insert into app.audit (tenant_id, era, act, object, object_id, after)
  select g.key::uuid, (select max(e.era) from auth.eras e), 'expire', 'audit', g.key::uuid, jsonb_build_object('through', through, 'entries', g.value)
  from jsonb_each(all_of) g;
  return removed;
-- Two at once wait for each other's rows, and the second gives way: its key is taken.
exception when unique_violation then
  return 0;
end
$$;
comment on function app.expire_trail(integer) is 'Removes the entries of batches that were sealed more than so many days ago, thirty at least, and files that in the trail of each tenant.';
grant execute on function app.expire_trail(integer) to rowhouse_operator;

set role rowhouse_owner;
revoke create on schema app from rowhouse_audit;

reset row_security;
reset role;
