-- Every trigger, rewrite rule and event trigger, and every trigger that is not enabled, those of foreign keys included: that each
-- of those is there and calls its function is in rules/keys.sql. A rule that came with the server is part of its view.
-- Run by rowhouse_auth in `rowhouse doctor`, which compares the answer with triggers.txt; auditors run it in psql.
select object, fact, undo
from (
  select 'table ' || t.tgrelid::regclass as object, pg_get_triggerdef(t.oid) as fact, format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass) as undo
  from pg_catalog.pg_trigger t
  where not t.tgisinternal
union all
  select distinct 'table ' || t.tgrelid::regclass,
         format('alter table %s %s trigger %s', t.tgrelid::regclass,
                case t.tgenabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end,
                case when t.tgisinternal then 'all' else quote_ident(t.tgname) end),
         format('alter table %s enable trigger %s', t.tgrelid::regclass, case when t.tgisinternal then 'all' else quote_ident(t.tgname) end)
  from pg_catalog.pg_trigger t
  where t.tgenabled <> 'O'
union all
  select 'table ' || r.ev_class::regclass, pg_get_ruledef(r.oid), format('drop rule %I on %s', r.rulename, r.ev_class::regclass)
  from pg_catalog.pg_rewrite r
  where r.rulename <> '_RETURN' and r.oid >= 16384
union all
  select 'event trigger ' || e.evtname, format('create event trigger %I on %s execute function %s', e.evtname, e.evtevent, e.evtfoid::regprocedure), format('drop event trigger %I', e.evtname)
  from pg_catalog.pg_event_trigger e
) as listed
order by object, fact
