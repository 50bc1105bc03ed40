-- Every constraint and every unique index: what keeps references inside one tenant, and keys from telling of another's.
-- Run by rowhouse_auth in `rowhouse doctor`, which compares the answer with constraints.txt; auditors run it in psql.
-- A constraint that was not validated says NOT VALID here. Null constraints stand with the columns. Not listed: constraint
-- triggers, which triggers.sql lists, and checks of domains, of which Rowhouse has none (others.sql). Whether what is listed is
-- kept at all is in rules/keys.sql.
select object, fact, undo
from (
  select 'table ' || c.conrelid::regclass as object,
         format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as fact,
         format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as undo
  from pg_catalog.pg_constraint c
  join pg_catalog.pg_namespace n on n.oid = c.connamespace
  where c.conrelid <> 0 and c.contype not in ('n', 't') and c.oid >= 16384 and n.nspname !~ '^pg_(toast_)?temp_[0-9]+$'
union all
  select 'table ' || i.indrelid::regclass, pg_get_indexdef(i.indexrelid), format('drop index %s', i.indexrelid::regclass)
  from pg_catalog.pg_index i
  join pg_catalog.pg_class c on c.oid = i.indexrelid
  join pg_catalog.pg_class indexed on indexed.oid = i.indrelid and indexed.relkind <> 't'
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where (i.indisunique or i.indisexclusion) and c.oid >= 16384 and n.nspname !~ '^pg_(toast_)?temp_[0-9]+$'
    -- left over from REINDEX CONCURRENTLY that was broken off: see indexes.sql
    and not (not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$')
    and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
) as listed
order by object, fact
