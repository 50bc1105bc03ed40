-- A second factor at the door of the superuser's panel: a code from an authenticator (RFC 6238), or one of those that were written
-- down beforehand. Run by: the migrator.
--
-- Invariants. Each function is asked with a session, and answers for the superuser or support alone whose own session it is: never for
-- somebody who is looked around as, and never by a name. The secret of a code leaves the database for the role that compares it,
-- and no other; codes that were written down are kept as hashes. A code is good once. Wrong ones are counted under a subject of
-- their own, which a right password does not clear.
set role rowhouse_auth_owner;
set row_security = on;

create table auth.second_factors (
  user_id      uuid not null,
  secret       bytea not null,
  active_since timestamptz,
  last_step    bigint not null default 0,
  failures     integer not null default 0,
  created_at   timestamptz not null default now(),
  constraint second_factors_pkey primary key (user_id),
  constraint second_factors_user_fkey foreign key (user_id) references auth.users (user_id) on delete cascade,
  constraint second_factors_secret_check check (octet_length(secret) between 20 and 64)
);
comment on table auth.second_factors is 'What authenticators share with us. Not in force before a code was given.';
comment on column auth.second_factors.secret is 'As RFC 6238 has it: whoever reads it can make codes. A copy of this table is a secret too.';
comment on column auth.second_factors.last_step is 'The latest interval of 30 seconds of which a code was taken: none of it or before is taken again.';

comment on column auth.second_factors.failures is 'Wrong codes since the last that was taken. After a hundred only a code that was written down is.';

create table auth.recovery_codes (
  user_id   uuid not null,
  code_hash bytea not null,
  constraint recovery_codes_pkey primary key (user_id, code_hash),
  constraint recovery_codes_factor_fkey foreign key (user_id) references auth.second_factors (user_id) on delete cascade,
  constraint recovery_codes_hash_check check (octet_length(code_hash) = 32)
);
comment on table auth.recovery_codes is 'Codes that were written down, for when the authenticator is lost; by sha256 of each. Gone once given.';

alter table auth.sessions add column second_factor_at timestamptz;
comment on column auth.sessions.second_factor_at is 'When the session''s own person gave a code; null before that.';

do $$
declare
  name text;
begin
  foreach name in array array['second_factors', 'recovery_codes'] loop
    execute format('alter table auth.%I enable row level security', name);
    execute format('alter table auth.%I force row level security', name);
    execute format('create policy owner_access on auth.%I as permissive for all to rowhouse_auth_owner using (true) with check (true)', name);
    execute format('comment on policy owner_access on auth.%I is %L', name, 'The definer functions of auth, and nobody else.');
  end loop;
end
$$;

create function auth.second_factor(p_session bytea)
  returns table (active_since timestamptz, given_at timestamptz, begun boolean, recovery_codes bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  -- a code of the one before opens nothing
  select f.active_since, case when o.second_factor_at >= f.active_since then o.second_factor_at end, f.user_id is not null,
         (select count(*) from auth.recovery_codes r where r.user_id = s.user_id)
  from auth.session(p_session) s
  join auth.sessions o on o.session_hash = p_session
  left join auth.second_factors f on f.user_id = s.user_id
  where (s.superuser or s.support) and s.impersonator is null;
end;
comment on function auth.second_factor(bytea) is 'Whether the superuser or support of this session has a second factor, and gave a code in it. No row for anybody else.';

-- Before it is in force, a secret is for who gave the password lately alone: a session that was left open makes no copy of it.
create function auth.second_factor_secret(p_session bytea) returns table (login text, secret bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.login, f.secret
  from auth.session(p_session) s join auth.second_factors f on f.user_id = s.user_id
  where (s.superuser or s.support) and s.impersonator is null
    and (f.active_since is not null or s.authenticated_at > now() - interval '10 minutes');
end;
comment on function auth.second_factor_secret(bytea) is 'What a code is compared with, of the superuser or support of this session alone.';

-- Who may begin, change or end it: who gave the password lately. False for anybody else, and where there is one in force.
create function auth.begin_second_factor(p_session bytea, p_secret bytea) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into auth.second_factors as f (user_id, secret)
  select s.user_id, p_secret
  from auth.session(p_session) s
  where (s.superuser or s.support) and s.impersonator is null and s.authenticated_at > now() - interval '10 minutes'
  on conflict (user_id) do update set secret = excluded.secret, created_at = now(), last_step = 0, failures = 0 where f.active_since is null;
  return found;
end
$$;
comment on function auth.begin_second_factor(bytea, bytea) is 'Keeps a secret for the superuser or support of this session, in force once a code of it was given. Never replaces one in force.';

-- A refusal is an answer and not an error, so that its count is committed. The program compares, and says with which secret and of
-- which interval the code is; it is believed of intervals about now alone, or one call could use up all that are to come.
create function auth.take_code(p_session bytea, p_secret bytea, p_step bigint, p_recovery bytea, p_address text)
  returns table (outcome text, retry_after integer)
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  now_step   constant bigint := floor(extract(epoch from clock_timestamp()) / 30);
  by_address constant bytea := sha256(convert_to('address:' || coalesce(p_address, ''), 'UTF8'));
  person     record;
  factor     record;
  by_code    bytea;
  taken      text;
begin
  select s.user_id, s.authenticated_at > now() - interval '10 minutes' as lately into person
  from auth.session(p_session) s where (s.superuser or s.support) and s.impersonator is null;
  -- The lock has two who come with one code come one after the other.
  select f.active_since, f.last_step, f.failures, sha256(f.secret) as secret_hash into factor from auth.second_factors f where f.user_id = person.user_id for update;
  if factor.secret_hash is null or (factor.active_since is null and not person.lately) then
    outcome := 'refused';
    return next;
    return;
  end if;
  by_code := sha256(convert_to('code:' || person.user_id, 'UTF8'));
  -- What nobody can guess is not counted: however many wrong codes others give, who wrote codes down gets in.
  if factor.active_since is not null then
    delete from auth.recovery_codes r where r.user_id = person.user_id and r.code_hash = p_recovery;
    if found then
      taken := 'recovery code';
    end if;
  end if;
  if taken is null then
    retry_after := greatest(auth.throttled_for(by_code, 5), auth.throttled_for(by_address, 100));
    if factor.failures >= 100 then
      outcome := 'exhausted';
    elsif retry_after is not null then
      outcome := 'throttled';
    elsif p_step > factor.last_step and abs(p_step - now_step) <= 10 and p_secret = factor.secret_hash then
      taken := 'code';
    else
      perform auth.count_failure(by_code);
      perform auth.count_failure(by_address);
      update auth.second_factors f set failures = f.failures + 1 where f.user_id = person.user_id;
      perform auth.note('reauthentication_failed', person.user_id, 'user', person.user_id, jsonb_build_object('address', p_address, 'by', 'code'));
      outcome := 'refused';
    end if;
  end if;
  if taken is not null then
    delete from auth.attempts a where a.subject = by_code;
    update auth.second_factors f
    set active_since = coalesce(f.active_since, now()), failures = 0, last_step = case taken when 'code' then p_step else f.last_step end
    where f.user_id = person.user_id;
    update auth.sessions s set second_factor_at = now() where s.session_hash = p_session;
    perform auth.note(case when factor.active_since is null then 'second_factor_set_up' else 'reauthenticated' end, person.user_id, 'user', person.user_id,
                      jsonb_build_object('address', p_address, 'by', taken));
    retry_after := null;
    outcome := 'taken';
  end if;
  return next;
end
$$;
comment on function auth.take_code(bytea, bytea, bigint, bytea, text) is
  'Takes a code of the superuser or support of this session, by its interval (the program compared it with the secret of that hash) or by the hash of one that was written down; counts wrong ones.';

-- Whose factor this session may change: who gave password and code, and a code of this one. It is locked, so that two at once, or one
-- beside a code that is given, come one after the other.
create function auth.own_second_factor(p_session bytea) returns uuid
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select f.user_id
  from auth.session(p_session) s
  join auth.sessions o on o.session_hash = p_session
  join auth.second_factors f on f.user_id = s.user_id
  where (s.superuser or s.support) and s.impersonator is null and s.authenticated_at > now() - interval '10 minutes'
    and o.second_factor_at >= f.active_since
  for update of f;
end;
comment on function auth.own_second_factor(bytea) is 'Whose second factor this session may change, if any. Internal to this schema.';

create function auth.write_recovery_codes(p_session bytea, p_hashes bytea[], p_address text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person constant uuid := auth.own_second_factor(p_session);
begin
  if person is null or cardinality(p_hashes) <> 10 then
    return false;
  end if;
  delete from auth.recovery_codes r where r.user_id = person;
  insert into auth.recovery_codes (user_id, code_hash) select person, h.hash from unnest(p_hashes) as h (hash);
  perform auth.note('recovery_codes_written', person, 'user', person, jsonb_build_object('address', p_address));
  return true;
end
$$;
comment on function auth.write_recovery_codes(bytea, bytea[], text) is 'Ten new codes to be written down, in place of those before. For who gave password and code.';

create function auth.end_second_factor(p_session bytea, p_address text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  person constant uuid := auth.own_second_factor(p_session);
begin
  delete from auth.second_factors f where f.user_id = person;
  if not found then
    return false;
  end if;
  perform auth.note('second_factor_ended', person, 'user', person, jsonb_build_object('address', p_address));
  return true;
end
$$;
comment on function auth.end_second_factor(bytea, text) is 'The superuser or support of this session does without a second factor from now on. For who gave password and code.';

-- Whoever has the lost device is out as well.
create function auth.reset_second_factor(p_user uuid, p_reason text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
begin
  delete from auth.second_factors f where f.user_id = p_user;
  if not found then
    return false;
  end if;
  delete from auth.sessions s where s.user_id = p_user;
  perform auth.note('second_factor_reset', acting, 'user', p_user, jsonb_strip_nulls(jsonb_build_object('reason', p_reason)));
  perform auth.announce_all();
  return true;
end
$$;
comment on function auth.reset_second_factor(uuid, text) is 'A superuser takes a person''s lost second factor away, which ends every session of the person. False when there is none.';

grant execute on function auth.second_factor(bytea), auth.second_factor_secret(bytea), auth.begin_second_factor(bytea, bytea),
  auth.take_code(bytea, bytea, bigint, bytea, text), auth.write_recovery_codes(bytea, bytea[], text), auth.end_second_factor(bytea, text) to rowhouse_auth;
grant execute on function auth.reset_second_factor(uuid, text) to rowhouse_operator;

reset row_security;
reset role;
