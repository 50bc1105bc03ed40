-- What superusers and support look at, and what is exported: an entry of the installation's trail each, kept for as long as those about
-- signing in. Run by: the migrator.
--
-- Invariants. Each function is asked with a session, and names the superuser or support alone whose own session it is: nobody can be
-- named who did not look, and nothing but such an entry can be written by it. While somebody is looked around as, there is none.
-- Like entries about signing in, these are not sealed, since the retention removes them.
set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

-- What happened to one thing, in its order; and what of one kind did. However often a thing is looked at, the rest is found beside that.
-- Either has the era in a way of its own, which alone asks for it: otherwise a plan may go through all entries in their order (trail_order)
-- until it has met enough of one thing, of which it expects many, and there are none for a long time.
drop index auth.trail_object;
create index trail_object on auth.trail (object_id, (era + 0), xid, trail_id);
create index trail_object_act on auth.trail (object_id, act, (era - 0), xid, trail_id);

create function auth.record_look(p_session bytea, p_object text, p_object_id uuid, p_tenant uuid, p_page text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  looking constant uuid := (select s.user_id from auth.session(p_session) s where (s.superuser or s.support) and s.impersonator is null);
begin
  if looking is null then
    return false;
  end if;
  if p_object_id is null or p_object !~ '^[a-z][a-z _-]{0,39}$' or p_page !~ '^[a-z][a-z_-]{0,39}/[0-9a-f.-]{1,120}$' then
    raise exception 'no such page' using errcode = 'invalid_parameter_value';
  end if;
  -- Who comes back within a quarter of an hour still looks. Of the looks at it the latest fifty are asked, however many there are: where
  -- more than so many others looked since, it is one entry more.
  if not exists (
    select from (
      select t.actor, t.at, t.details
      from auth.trail t
      where t.object_id = p_object_id and t.act = 'looked_at'
      order by t.era - 0 desc, t.xid desc, t.trail_id desc
      limit 50) l
    where l.actor = looking and l.details ->> 'page' = p_page and l.at > now() - interval '15 minutes')
  then
    perform auth.note('looked_at', looking, p_object, p_object_id, jsonb_strip_nulls(jsonb_build_object('page', p_page, 'tenant', p_tenant)));
  end if;
  return true;
end
$$;
comment on function auth.record_look(bytea, text, uuid, uuid, text) is
  'Files that the superuser or support of this session looks at the page of a thing, once in a quarter of an hour. False for anybody else.';

create function auth.record_export(p_session bytea, p_list text, p_format text, p_query text, p_ids text[], p_rows bigint) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  exporting constant uuid := (select s.user_id from auth.session(p_session) s where (s.superuser or s.support) and s.impersonator is null);
begin
  if exporting is null then
    return false;
  end if;
  if p_list !~ '^[a-z][a-z_-]{0,39}$' or p_format not in ('csv', 'json') then
    raise exception 'no such export' using errcode = 'invalid_parameter_value';
  end if;
  perform auth.note('exported', exporting, 'list', null, jsonb_strip_nulls(jsonb_build_object(
    'list', p_list, 'format', p_format, 'query', nullif(left(p_query, 4000), ''),
    -- Of rows that were chosen one by one, the first fifty say which they were.
    'ids', case when cardinality(p_ids) > 0 then to_jsonb((select array_agg(left(i.id, 120) order by i.place) from unnest(p_ids[1:50]) with ordinality i (id, place))) end,
    'rows', p_rows)));
  return true;
end
$$;
comment on function auth.record_export(bytea, text, text, text, text[], bigint) is
  'Files that the superuser or support of this session exports a list, or rows of it; who may export is not asked here. False for anybody else.';

grant execute on function auth.record_look(bytea, text, uuid, uuid, text), auth.record_export(bytea, text, text, text, text[], bigint) to rowhouse_auth;

-- As in V12, with these.
create or replace function auth.expire_sign_ins(p_days integer) returns bigint
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  with gone as (
    delete from auth.trail t
    where t.act in ('signed_in', 'signed_out', 'sign_in_failed', 'looked_at', 'exported') and t.at < now() - make_interval(days => greatest(p_days, 30))
      -- nobody who acts removes what tells of it
      and coalesce(current_setting('app.operator_id', true), '') = ''
    returning 1
  )
  select count(*) from gone;
end;
comment on function auth.expire_sign_ins(integer) is 'Removes entries about signing in, looking and exporting that are older than so many days, thirty at least.';

set role rowhouse_owner;
grant create on schema app to rowhouse_audit;
set role rowhouse_audit;

-- As in V13, without these.
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
  where t.era = p_era and t.xid >= since and t.xid < below and t.act not in ('signed_in', 'signed_out', 'sign_in_failed', 'looked_at', 'exported');
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
