-- What superusers did is sealed as well, and a seal is taken for that of a removed tenant only where an act says so.
-- Run by: the migrator.
--
-- Invariants. A batch seals the acts of its transactions beside the entries of tenants; entries about signing in are not sealed,
-- since the retention removes them. The seals of a removed tenant name the act that removed it, and that act holds their number
-- and their hash: so whoever takes a tenant's seals away leaves an act behind that is sealed, or a fault.

set role rowhouse_auth_owner;
set row_security = on;

-- Null in the batches from before this.
alter table auth.batches
  add column acts      integer,
  add column acts_root bytea,
  add constraint batches_acts_check check ((acts is null) = (acts_root is null));
comment on column auth.batches.acts is 'How many acts of the installation''s trail it seals.';

create policy audit_read on auth.trail as permissive for select to rowhouse_audit using (true);
comment on policy audit_read on auth.trail is 'app.seal_audit reads what it seals.';
grant select on auth.trail to rowhouse_audit;

-- Written by auth.purge_tenants from here on.
alter table auth.purged_seals add column act uuid;
comment on column auth.purged_seals.act is 'The entry of auth.trail about the removal; null for what was removed before acts were sealed.';
drop policy audit_access on auth.purged_seals;
revoke select, insert on auth.purged_seals from rowhouse_audit;

create or replace function auth.purge_tenants() returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone    uuid;
  removal uuid;
  kept    record;
  n       integer := 0;
begin
  if not exists (select from app.tenants t where t.status = 'deleted' and t.purge_after <= now()) then
    return 0;
  end if;
  -- No sealer at work meanwhile: it reads this table first, and would leave a seal of a tenant that is not there.
  lock table auth.batches in access exclusive mode;
  for gone in select t.tenant_id from app.tenants t where t.status = 'deleted' and t.purge_after <= now() for update skip locked loop
    removal := gen_random_uuid();
    insert into auth.purged_seals (batch, hash, act) select s.batch, s.hash, removal from app.seals s where s.tenant_id = gone;
    select count(*) as seals, encode(sha256(string_agg(p.hash, '' order by p.batch, p.hash)), 'hex') as root,
           (array_agg(encode(p.hash, 'hex') order by p.batch desc))[1] as last
    into kept from auth.purged_seals p where p.act = removal;
    delete from app.tenants t where t.tenant_id = gone;
    delete from auth.sessions s where s.tenant_id = gone;
    delete from auth.memberships m where m.tenant_id = gone;
    update auth.users u set last_tenant = null where u.last_tenant = gone;
    insert into auth.trail (trail_id, era, act, object, object_id, details)
    select removal, max(e.era), 'tenant_purged', 'tenant', gone,
           jsonb_strip_nulls(jsonb_build_object('seals', kept.seals, 'seals_root', kept.root, 'last_seal', kept.last))
    from auth.eras e;
    n := n + 1;
  end loop;
  if n > 0 then
    perform auth.announce_all();
  end if;
  return n;
end
$$;

set role rowhouse_owner;
grant create on schema app to rowhouse_audit;
set role rowhouse_audit;

create or replace function app.forget_trail() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from app.seals s where s.tenant_id in (select d.tenant_id from deleted d);
  delete from app.audit a where a.tenant_id in (select d.tenant_id from deleted d);
  return null;
end
$$;

-- As in V10, with the acts of the same transactions.
create or replace function app.seal_era(p_era integer, p_over boolean) returns bytea
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  below     xid8 := case when p_over then '18446744073709551615' else pg_snapshot_xmin(pg_current_snapshot()) end;
  last      record;
  since     xid8;
  enough    xid8;
  this      bigint;
  sealed    integer;
  all_seals bytea;
  acts      record;
  new_hash  bytea;
begin
  select b.batch, b.hash into last from auth.batches b order by b.batch desc limit 1;
  this := coalesce(last.batch, 0) + 1;
  since := coalesce((select b.hi from auth.batches b where b.era = p_era order by b.batch desc limit 1), '0');
  -- A hundred thousand or so at once, so that what was loaded is sealed in time as well; the next call goes on.
  select a.xid into enough from app.audit a where a.era = p_era and a.xid >= since and a.xid < below order by a.xid offset 100000 limit 1;
  if exists (select from app.audit a where a.era = p_era and a.xid >= since and a.xid < enough) then
    below := enough;
  end if;
  if since >= below then
    return null;
  end if;
  select count(*) as n,
         sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(t.trail_id, t.era, t.xid::text, extract(epoch from t.at), t.login,
           t.actor, t.act, t.object, t.object_id, t.details)::text, 'UTF8')), '' order by t.xid, t.trail_id), '')) as root
  into acts
  from auth.trail t
  where t.era = p_era and t.xid >= since and t.xid < below and t.act not in ('signed_in', 'signed_out', 'sign_in_failed');
  if acts.n = 0 and not exists (select from app.audit a where a.era = p_era and a.xid >= since and a.xid < below) then
    return null;
  end if;
  insert into app.seals (tenant_id, batch, entries, prev, root, hash)
  select fresh.tenant_id, this, fresh.entries, fresh.prev, fresh.root,
         sha256(fresh.prev || fresh.root || convert_to(concat_ws('|', fresh.tenant_id, this, fresh.entries), 'UTF8'))
  from (
    select a.tenant_id, count(*)::integer as entries, sha256(string_agg(app.audit_digest(a), '' order by a.xid, a.id)) as root,
           coalesce((select s.hash from app.seals s where s.tenant_id = a.tenant_id order by s.batch desc limit 1), '') as prev
    from app.audit a where a.era = p_era and a.xid >= since and a.xid < below
    group by a.tenant_id
  ) as fresh;
  select count(*), sha256(coalesce(string_agg(s.hash, '' order by s.hash), '')) into sealed, all_seals from app.seals s where s.batch = this;
  new_hash := sha256(coalesce(last.hash, '') || all_seals || convert_to(concat_ws('|', this, p_era, since, below, sealed, acts.n), 'UTF8')
                     || acts.root);
  insert into auth.batches (batch, era, lo, hi, tenants, prev, root, acts, acts_root, hash)
  values (this, p_era, since, below, sealed, coalesce(last.hash, ''), all_seals, acts.n, acts.root, new_hash);
  return new_hash;
exception when unique_violation then
  return null;
end
$$;

set role rowhouse_owner;
revoke create on schema app from rowhouse_audit;

reset row_security;
reset role;
