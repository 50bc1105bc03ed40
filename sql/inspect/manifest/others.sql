-- Everything else that somebody could have made: publications, subscriptions, foreign servers, extensions, casts, types,
-- large objects, logical replication slots and so on. A database of Rowhouse has none, apart from the languages of PostgreSQL.
-- Not listed: subscriptions and slots of other databases, physical slots, and what belongs to an extension that is itself a finding.
-- Run by rowhouse_auth in `rowhouse doctor`, which compares the answer with others.txt; auditors run it in psql.
with made as (
  select 'pg_publication'::regclass as class, oid from pg_catalog.pg_publication
  union all select 'pg_subscription'::regclass, oid from pg_catalog.pg_subscription
            where subdbid = (select oid from pg_catalog.pg_database where datname = current_database())
  union all select 'pg_foreign_data_wrapper'::regclass, oid from pg_catalog.pg_foreign_data_wrapper
  union all select 'pg_foreign_server'::regclass, oid from pg_catalog.pg_foreign_server
  union all select 'pg_extension'::regclass, oid from pg_catalog.pg_extension
  union all select 'pg_language'::regclass, oid from pg_catalog.pg_language where lanname not in ('internal', 'c', 'sql', 'plpgsql')
  union all select 'pg_cast'::regclass, oid from pg_catalog.pg_cast where oid >= 16384
  union all select 'pg_operator'::regclass, oid from pg_catalog.pg_operator where oid >= 16384
  union all select 'pg_opclass'::regclass, oid from pg_catalog.pg_opclass where oid >= 16384
  union all select 'pg_opfamily'::regclass, oid from pg_catalog.pg_opfamily where oid >= 16384
  union all select 'pg_am'::regclass, oid from pg_catalog.pg_am where oid >= 16384
  union all select 'pg_collation'::regclass, oid from pg_catalog.pg_collation where oid >= 16384
            and collnamespace <> 'pg_catalog'::regnamespace
  union all select 'pg_conversion'::regclass, oid from pg_catalog.pg_conversion where oid >= 16384
  union all select 'pg_transform'::regclass, oid from pg_catalog.pg_transform where oid >= 16384
  union all select 'pg_ts_config'::regclass, oid from pg_catalog.pg_ts_config where oid >= 16384
  union all select 'pg_ts_dict'::regclass, oid from pg_catalog.pg_ts_dict where oid >= 16384
  union all select 'pg_ts_parser'::regclass, oid from pg_catalog.pg_ts_parser where oid >= 16384
  union all select 'pg_ts_template'::regclass, oid from pg_catalog.pg_ts_template where oid >= 16384
  -- types of their own: those that come with a table, and arrays of others, do not count
  union all select 'pg_type'::regclass, t.oid from pg_catalog.pg_type t left join pg_catalog.pg_class c on c.oid = t.typrelid
            where t.oid >= 16384 and t.typnamespace <> 'pg_toast'::regnamespace and coalesce(c.relkind, 'c') = 'c'
              and not exists (select from pg_catalog.pg_type of where of.typarray = t.oid)
  union all (select 'pg_largeobject'::regclass, oid from pg_catalog.pg_largeobject_metadata order by oid limit 3)
)
select i.type as object, format('%s %s', i.type, i.identity) as fact,
       case when i.type in ('large object', 'extension', 'subscription', 'server') then '-- look first: ' else '' end ||
       case when i.type = 'large object' then format('select lo_unlink(%s)', i.identity) else format('drop %s %s%s', replace(i.type, '-', ' '), i.identity, case i.type when 'server' then ' cascade' else '' end) end as undo
from made cross join lateral pg_identify_object(made.class, made.oid, 0) as i
-- what belongs to an extension goes with it, and the extension is named; one that is listed hides nothing
where not exists (
  select from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
  where d.classid = made.class and d.objid = made.oid and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e' and e.extname <> 'plpgsql')
union all
-- what was added to a listed one: the record of its first privileges would hide those that were given since
select 'extension', format('alter extension %I add %s %s', e.extname, i.type, i.identity), format('alter extension %I drop %s %s', e.extname, i.type, i.identity)
from pg_catalog.pg_depend d
join pg_catalog.pg_extension e on e.oid = d.refobjid
cross join lateral pg_identify_object(d.classid, d.objid, 0) as i
where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e' and d.objid >= 16384 and e.extname = 'plpgsql'
  -- since PostgreSQL 16 the types of a table's rows come and go with it
  and not exists (select from pg_catalog.pg_type t where d.classid = 'pg_type'::regclass and t.oid = d.objid and (t.typrelid <> 0 or t.typelem <> 0))
union all
select 'security label', format('security label %L on %s %s', s.label, i.type, i.identity), format('security label on %s %s is null', i.type, i.identity)
from pg_catalog.pg_seclabel s cross join lateral pg_identify_object(s.classoid, s.objoid, s.objsubid) as i
union all
-- who may write a function in it without being a superuser
select 'language ' || lanname, format('update pg_catalog.pg_language set lanpltrusted = %s where lanname = %L', lanpltrusted::text, lanname), null
from pg_catalog.pg_language
union all
select 'replication slot', format('logical replication slot %I with %s', slot_name, plugin), format('-- look first: select pg_drop_replication_slot(%L)', slot_name)
from pg_catalog.pg_replication_slots
-- a physical one is a standby's, which is a copy of the whole server; who may make one is in rules/roles.sql
where slot_type = 'logical' and database = current_database()
order by object, fact
