-- Every index that is no key, or is left over from one, and every extended statistics: row security holds without them, and is slow.
-- Run by rowhouse_auth in `rowhouse doctor`, which compares the answer with indexes.txt; auditors run it in psql.
select 'table ' || i.indrelid::regclass as object,
       pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' -- invalid' end as fact,
       format('drop index %s', i.indexrelid::regclass) as undo
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where (not i.indisunique and not i.indisexclusion or not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$') and c.oid >= 16384 and n.nspname !~ '^pg_(toast_)?temp_[0-9]+$'
union all
select 'table ' || s.stxrelid::regclass, pg_get_statisticsobjdef(s.oid), format('drop statistics %I.%I', s.stxnamespace::regnamespace, s.stxname)
from pg_catalog.pg_statistic_ext s
order by object, fact
