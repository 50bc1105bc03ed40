-- What belongs to an extension that Rowhouse does not come with, by the name that a finding gives it: the extension itself is
-- the finding. Of a listed extension nothing is hidden, or `alter extension … add` would hide it.
-- Run by rowhouse_auth in `rowhouse doctor`.
select case d.classid
         when 'pg_class'::regclass then
           (select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' when 'S' then 'sequence' else 'table' end
            from pg_catalog.pg_class c where c.oid = d.objid) || ' ' || d.objid::regclass
         when 'pg_proc'::regclass then 'function ' || d.objid::regprocedure
         when 'pg_type'::regclass then 'type ' || d.objid::regtype
         when 'pg_namespace'::regclass then 'schema ' || d.objid::regnamespace
         when 'pg_language'::regclass then 'language ' || (select lanname from pg_catalog.pg_language where oid = d.objid)
       end as name
from pg_catalog.pg_depend d
join pg_catalog.pg_extension e on e.oid = d.refobjid
where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e' and e.extname <> 'plpgsql'
  and d.classid in ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass, 'pg_namespace'::regclass, 'pg_language'::regclass)
union
-- privileges of anything that is a relation are said of tables
select 'table ' || d.objid::regclass
from pg_catalog.pg_depend d
join pg_catalog.pg_extension e on e.oid = d.refobjid
where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e' and e.extname <> 'plpgsql' and d.classid = 'pg_class'::regclass
