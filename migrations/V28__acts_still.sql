-- Whoever acts may do so still at the end: an act that was under way when its superuser was demoted or deactivated is not committed.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. Asked once a transaction, as the last thing before it is committed, of whoever it declares. A right of support is asked
-- for at the commit itself and held until that is over (V27); this holds nobody, so that no act waits for another that holds all
-- superusers. What is taken away between this and the commit, which follows at once, counts from the next act on.
set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

create function auth.acts_still() returns void
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Who demotes or deactivates himself does that as the superuser that he is.
  if auth.superuser_acts() or exists (select from auth.users u where u.user_id = app.operator_id() and u.xmin = pg_current_xact_id()::xid) then
    return;
  end if;
  perform auth.acting();
  -- A superuser who became support: what he filed before that names no right, and nothing else asks for one.
  if exists (select from auth.trail t
             where t.era = (select max(e.era) from auth.eras e) and t.xid = pg_current_xact_id()
               and t.actor = app.operator_id() and t.act <> 'impersonation_stopped' and not t.details ? 'right') then
    raise exception 'an act of a superuser who is none any more' using errcode = 'RH002';
  end if;
end
$$;
comment on function auth.acts_still() is 'Whether whoever has declared the transaction may act still; raises RH002 where not. Asked before an act is committed.';
grant execute on function auth.acts_still() to rowhouse_operator;

reset row_security;
reset role;
