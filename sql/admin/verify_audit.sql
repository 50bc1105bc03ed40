-- What is not as it was sealed: every fault, with the tenant and the batch where there is one. Run by rowhouse_admin.
-- All hashes are computed here and not by the functions of the database, which whoever tampers could replace.
with chain as (
  select b.*, row_number() over (order by b.batch) as place,
         lag(b.hash, 1, '') over (order by b.batch) as before,
         lag(b.hi, 1, '0'::xid8) over (partition by b.era order by b.batch) as from_xid
  from auth.batches b
),
member as (
  select batch, hash from app.seals
  union all
  select batch, hash from auth.purged_seals
),
purged as (
  select act, count(*) as seals, encode(sha256(string_agg(hash, '' order by batch, hash)), 'hex') as root
  from auth.purged_seals where act is not null group by act
),
root as (
  select batch, count(*) as seals, sha256(string_agg(hash, '' order by hash)) as root from member group by batch
),
sealed as (
  select s.*, b.era, b.lo, b.hi, lag(s.hash, 1, '') over (partition by s.tenant_id order by s.batch) as before
  from app.seals s left join auth.batches b using (batch)
),
entry as (
  select a.tenant_id, a.era, a.xid, a.id, b.batch,
         -- As in app.audit_digest: what is null in every entry from before V14 is no part of its hash.
         sha256(convert_to((jsonb_build_array(a.tenant_id, a.id, a.era, a.xid::text, extract(epoch from a.at), a.login,
           a.actor, a.act, a.object, a.object_id, a.before, a.after)
           || case when a.impersonator is null then '[]' else jsonb_build_array(a.impersonator) end)::text, 'UTF8')) as digest
  from app.audit a left join auth.batches b on b.era = a.era and a.xid >= b.lo and a.xid < b.hi
),
found as (
  select tenant_id, batch, count(*) as entries, sha256(string_agg(digest, '' order by xid, id)) as root
  from entry where batch is not null group by tenant_id, batch
),
-- What the retention says it removed, in an entry that is sealed itself, or will be with the next batch.
expired as (
  select a.tenant_id, (a.after ->> 'through')::bigint as through, e.batch
  from app.audit a join entry e using (tenant_id, era, xid, id)
  where a.act = 'expire' and a.object = 'audit'
),
-- What superusers did, and that a tenant was removed; entries about signing in and looking are not sealed.
act as (
  select t.trail_id, t.era, t.xid, b.batch,
         sha256(convert_to(jsonb_build_array(t.trail_id, t.era, t.xid::text, extract(epoch from t.at), t.login,
           t.actor, t.act, t.object, t.object_id, t.details)::text, 'UTF8')) as digest
  from auth.trail t left join auth.batches b on b.era = t.era and t.xid >= b.lo and t.xid < b.hi
  where t.act not in ('signed_in', 'signed_out', 'sign_in_failed', 'looked_at', 'exported')
),
done as (
  select batch, count(*) as acts, sha256(string_agg(digest, '' order by xid, trail_id)) as root from act group by batch
),
this as (select max(era) as era from auth.eras)
select null::uuid as tenant, batch, 'a batch before it is gone' as fault from chain where batch <> place
union all
select null, batch, 'the batch was changed' from chain
where hash <> sha256(prev || root || convert_to(concat_ws('|', batch, era, lo, hi, tenants, acts), 'UTF8') || coalesce(acts_root, ''))
union all
select null, batch, 'the batch does not follow the one before' from chain where prev <> before or lo <> from_xid
union all
select null, c.batch, 'the seals of the batch are not those that were made' from chain c left join root r using (batch)
where coalesce(r.root, sha256('')) <> c.root or coalesce(r.seals, 0) <> c.tenants
union all
select null, r.batch, 'there are seals of a batch that is gone' from root r where not exists (select from chain c where c.batch = r.batch)
union all
select tenant_id, batch, 'the seal was changed' from sealed
where hash <> sha256(prev || root || convert_to(concat_ws('|', tenant_id, batch, entries), 'UTF8'))
union all
select tenant_id, batch, 'a seal before it is gone' from sealed where prev <> before
union all
select s.tenant_id, s.batch, case when coalesce(f.entries, 0) < s.entries then 'entries are gone' when f.entries > s.entries then 'entries were added' else 'an entry was changed' end
from sealed s left join found f on f.tenant_id = s.tenant_id and f.batch = s.batch
where (f.root is distinct from s.root or f.entries <> s.entries)
  and not (f.entries is null and exists (
    select from expired x where x.tenant_id = s.tenant_id and x.through >= s.batch and (x.batch is null or x.batch > s.batch)))
union all
select f.tenant_id, f.batch, 'entries were added where nothing was sealed' from found f
where not exists (select from app.seals s where s.tenant_id = f.tenant_id and s.batch = f.batch)
union all
select e.tenant_id, null, 'an entry is of no transaction that ever was' from entry e, this
where e.era > this.era or (e.era = this.era and e.xid >= pg_snapshot_xmax(pg_current_snapshot()))
union all
select null, c.batch, case when coalesce(d.acts, 0) < c.acts then 'acts are gone' when d.acts > c.acts then 'acts were added' else 'an act was changed' end
from chain c left join done d using (batch)
where c.acts <> coalesce(d.acts, 0) or c.acts_root <> coalesce(d.root, sha256(''))
union all
select null, null, 'an act is of no transaction that ever was' from act a, this
where a.era > this.era or (a.era = this.era and a.xid >= pg_snapshot_xmax(pg_current_snapshot()))
union all
-- Seals that no key points at any more are of a tenant that is gone, and an act says so.
select null, p.batch, 'a seal is kept as that of a removed tenant, and no act says so' from auth.purged_seals p
where case when p.act is null then p.batch >= (select min(c.batch) from chain c where c.acts is not null)
           else not exists (
             select from purged k join auth.trail t on t.trail_id = k.act
             where k.act = p.act and t.act = 'tenant_purged' and t.details ->> 'seals_root' = k.root and (t.details ->> 'seals')::bigint = k.seals
               and not exists (select from app.tenants there where there.tenant_id = t.object_id)) end
union all
select e.tenant_id, null, 'an entry is of a tenant that is not there' from entry e
where not exists (select from app.tenants t where t.tenant_id = e.tenant_id)
order by batch, tenant, fault
