-- What the lists of the superuser's panel gained: days of one's own, more orders, and views that are kept.
-- Run by: the migrator.
--
-- Invariants. As in V16, each index on a table of tenants is on expressions that no statement of a tenant uses. What a superuser
-- keeps of a list is reached by the session alone that is that superuser's own, through functions that name neither person nor
-- tenant; rowhouse_admin cannot read it, and nobody reads another's.
set role rowhouse_owner;

-- A period is how long ago ('7 days'), or days of one's own ('2026-01-01..2026-01-31', either side may be missing), in UTC.
-- What depends on no clock and no setting is immutable: then the planner knows the moment, and no row computes it again.
create function app.day_at(p_day text, p_later integer) returns timestamptz language sql immutable parallel safe
  return (make_date(left(p_day, 4)::integer, substr(p_day, 6, 2)::integer, substr(p_day, 9, 2)::integer) + p_later)::timestamp at time zone 'UTC';
comment on function app.day_at(text, integer) is 'When a day begins in UTC, or so many days later.';

create function app.begins(p_period text) returns timestamptz language sql stable parallel safe
  return case when p_period like '..%' then timestamptz '2000-01-01 00:00:00+00'
              when p_period like '%..%' then app.day_at(split_part(p_period, '..', 1), 0)
              else now() - p_period::interval end;
comment on function app.begins(text) is 'The first moment of a period.';

create function app.ends(p_period text) returns timestamptz language sql immutable parallel safe
  return case when p_period like '%..' or p_period not like '%..%' then timestamptz '9999-01-01 00:00:00+00'
              else app.day_at(split_part(p_period, '..', 2), 1) end;
comment on function app.ends(text) is 'The first moment after a period; a far one where it lasts.';

create function app.id_at(p_moment timestamptz) returns bytea language sql immutable parallel safe
  return decode(lpad(to_hex((extract(epoch from p_moment) * 1000)::bigint), 12, '0'), 'hex');
comment on function app.id_at(timestamptz) is 'How the ids begin, by their bytes, that are made from that moment on (version 7).';

-- Entries of the trails are in the order of their transactions, and of their times but for as long as a transaction lasts. So what
-- lies between two days is found by halving, a day further on either side, without an index that whoever writes would pay for.
-- That rests on the server's clock: what it wrote while it was wrong by more than a day may not be found by days. Everything else
-- that asks a trail, its own order and what is sealed above all, does not.
create function app.audit_around(p_moment timestamptz, out below_era integer, out below_xid xid8, out above_era integer, out above_xid xid8)
  language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  here  record;
  entry record;
  low   bigint;
  high  bigint;
begin
  below_era := 0;
  below_xid := '0';
  above_era := 2147483647;
  above_xid := '0';
  for here in select e.era from auth.eras e order by e.era desc loop
    select a.era, a.xid, a.at into entry from app.audit a where a.era = here.era order by a.era, a.xid, a.id limit 1;
    continue when not found;
    if entry.at >= p_moment then
      above_era := entry.era;
      above_xid := entry.xid;
      continue;
    end if;
    below_era := entry.era;
    below_xid := entry.xid;
    low := entry.xid::text::bigint;
    select a.era, a.xid, a.at into entry from app.audit a where a.era = here.era order by a.era desc, a.xid desc, a.id desc limit 1;
    if entry.at < p_moment then
      below_xid := entry.xid;
      return;
    end if;
    above_era := entry.era;
    above_xid := entry.xid;
    high := entry.xid::text::bigint;
    -- Between the two lies the place: halved until nothing lies between.
    while high - low > 1 loop
      select a.era, a.xid, a.at into entry from app.audit a
      where a.era = here.era and a.xid >= ((low + high) / 2)::text::xid8 order by a.era, a.xid, a.id limit 1;
      if entry.at < p_moment then
        below_xid := entry.xid;
        low := entry.xid::text::bigint;
      else
        above_xid := entry.xid;
        high := (low + high) / 2;
      end if;
    end loop;
    return;
  end loop;
end
$$;
comment on function app.audit_around(timestamptz) is 'Two places in the tenants'' trails, one of an entry before the moment and one of an entry from then on, next to each other where times are in order.';

grant execute on function app.day_at(text, integer), app.begins(text), app.ends(text), app.id_at(timestamptz), app.audit_around(timestamptz) to rowhouse_admin;

create index tenants_by_status on app.tenants (left(status, 8) collate "C", uuid_send(tenant_id));
create index members_by_role on app.members (left(role, 1) collate "C", uuid_send(tenant_id), uuid_send(user_id));

set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

create index users_by_status on auth.users (left(status, 8) collate "C", uuid_send(user_id));
create index sessions_seen on auth.sessions (seen_at, session_id);

create function auth.trail_around(p_moment timestamptz, out below_era integer, out below_xid xid8, out above_era integer, out above_xid xid8)
  language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  here  record;
  entry record;
  low   bigint;
  high  bigint;
begin
  below_era := 0;
  below_xid := '0';
  above_era := 2147483647;
  above_xid := '0';
  for here in select e.era from auth.eras e order by e.era desc loop
    select t.era, t.xid, t.at into entry from auth.trail t where t.era = here.era order by t.era, t.xid, t.trail_id limit 1;
    continue when not found;
    if entry.at >= p_moment then
      above_era := entry.era;
      above_xid := entry.xid;
      continue;
    end if;
    below_era := entry.era;
    below_xid := entry.xid;
    low := entry.xid::text::bigint;
    select t.era, t.xid, t.at into entry from auth.trail t where t.era = here.era order by t.era desc, t.xid desc, t.trail_id desc limit 1;
    if entry.at < p_moment then
      below_xid := entry.xid;
      return;
    end if;
    above_era := entry.era;
    above_xid := entry.xid;
    high := entry.xid::text::bigint;
    -- Between the two lies the place: halved until nothing lies between.
    while high - low > 1 loop
      select t.era, t.xid, t.at into entry from auth.trail t
      where t.era = here.era and t.xid >= ((low + high) / 2)::text::xid8 order by t.era, t.xid, t.trail_id limit 1;
      if entry.at < p_moment then
        below_xid := entry.xid;
        low := entry.xid::text::bigint;
      else
        above_xid := entry.xid;
        high := (low + high) / 2;
      end if;
    end loop;
    return;
  end loop;
end
$$;
comment on function auth.trail_around(timestamptz) is 'The same in the trail of the installation.';
grant execute on function auth.trail_around(timestamptz) to rowhouse_admin;

-- Saved views -----------------------------------------------------------------------------------------------------------------
create table auth.saved_views (
  user_id    uuid not null,
  list       text collate "C" not null,
  name       text not null,
  query      text not null,
  created_at timestamptz not null default now(),
  constraint saved_views_pkey primary key (user_id, list, name),
  constraint saved_views_user_fkey foreign key (user_id) references auth.users (user_id) on delete cascade,
  constraint saved_views_list_check check (list ~ '\S' and char_length(list) <= 40),
  constraint saved_views_name_check check (name ~ '\S' and char_length(name) <= 60),
  constraint saved_views_query_check check (char_length(query) <= 4000)
);
comment on table auth.saved_views is 'What superusers keep of a list: what narrows it and its order, under a name.';
comment on column auth.saved_views.query is 'As in the address of the list. It is read anew each time, and trusted no more than any address.';
alter table auth.saved_views enable row level security;
alter table auth.saved_views force row level security;
create policy owner_access on auth.saved_views as permissive for all to rowhouse_auth_owner using (true) with check (true);
comment on policy owner_access on auth.saved_views is 'The definer functions of auth, and nobody else.';

create function auth.saved_views(p_session bytea, p_list text) returns table (name text, query text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select v.name, v.query
  from auth.session(p_session) s join auth.saved_views v on v.user_id = s.user_id and v.list = p_list
  where s.superuser
  order by v.name;
end;
comment on function auth.saved_views(bytea, text) is 'What the superuser of this session keeps of a list.';

create function auth.save_view(p_session bytea, p_list text, p_name text, p_query text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid;
begin
  select s.user_id into person from auth.session(p_session) s where s.superuser;
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
comment on function auth.save_view(bytea, text, text, text) is 'Keeps a view of a list for the superuser of this session, in place of the one of that name; fifty at most.';

create function auth.forget_view(p_session bytea, p_list text, p_name text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from auth.saved_views v using auth.session(p_session) s
  where s.superuser and v.user_id = s.user_id and v.list = p_list and v.name = p_name;
  return found;
end
$$;
comment on function auth.forget_view(bytea, text, text) is 'Forgets a view of the superuser of this session. False when there is none.';

grant execute on function auth.saved_views(bytea, text), auth.save_view(bytea, text, text, text), auth.forget_view(bytea, text, text) to rowhouse_auth;

reset row_security;
reset role;
