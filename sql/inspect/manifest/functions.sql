-- Every function outside the system's own, with its whole body, and what the guards use of the system's.
-- Run by rowhouse_auth in `rowhouse doctor`, which compares the answer with functions.txt; auditors run it in psql.
select object, fact, undo
from (
  select 'function ' || p.oid::regprocedure as object,
         format(E'create or replace %s %I.%I(%s) returns %s\nlanguage %s %s parallel %s %s%s%s%s\n%s',
                case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' when 'w' then 'window function' else 'function' end,
                n.nspname, p.proname, pg_get_function_arguments(p.oid), coalesce(pg_get_function_result(p.oid), 'nothing'), l.lanname,
                case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
                case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end,
                case when p.prosecdef then 'security definer' else 'security invoker' end,
                case when p.proisstrict then ' strict' else '' end,
                case when p.proleakproof then ' leakproof' else '' end,
                (select string_agg(E'\nset ' || setting, '' order by setting) from unnest(p.proconfig) as setting),
                -- a body in standard SQL is kept parsed, any other as the text that it is
                coalesce(pg_get_function_sqlbody(p.oid), concat('as ', quote_literal(p.probin), '$', '$', p.prosrc, '$', '$'))) as fact,
         coalesce('alter extension ' || quote_ident(e.extname) || format(' drop function %s; ', p.oid::regprocedure), '') || format('drop function %s', p.oid::regprocedure) as undo
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join pg_catalog.pg_language l on l.oid = p.prolang
  left join pg_catalog.pg_depend d on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
  left join pg_catalog.pg_extension e on e.oid = d.refobjid
  -- those below 16384 came with the server
  where (n.nspname !~ '^pg_' and n.nspname <> 'information_schema') or p.oid >= 16384
union all
  select 'function ' || p.oid::regprocedure, format('alter function %s owner to %I', p.oid::regprocedure, p.proowner::regrole), null
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where (n.nspname !~ '^pg_' and n.nspname <> 'information_schema') or p.oid >= 16384
union all
  -- What the policies and the definers rest on, and a superuser could put another in the place of.
  select 'system functions',
         format('create or replace function pg_catalog.%s returns %s language %s %s%s parallel safe%s as %L',
                p.oid::regprocedure, p.prorettype::regtype, l.lanname, case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
                case when p.proisstrict then ' strict' else '' end, case when p.proleakproof then ' leakproof' else '' end, p.prosrc), null
  from pg_catalog.pg_proc p join pg_catalog.pg_language l on l.oid = p.prolang
  where p.oid < 16384 and p.proname in ('uuid_eq', 'uuid_ne', 'uuid_in', 'uuid_out', 'uuid_cmp', 'uuid_lt', 'uuid_le', 'uuid_gt', 'uuid_ge', 'texteq', 'textne', 'byteaeq', 'current_setting', 'sha256', 'now')
union all
  -- … and the operators that lead to them: =(uuid,uuid) could be made to mean another function.
  select 'system functions',
         format('update pg_catalog.pg_operator set (oprcode, oprrest, oprjoin, oprcom, oprnegate) = (%L, %L, %L, %L::regoperator, %L::regoperator) where oid = %L::regoperator',
                o.oprcode, o.oprrest, o.oprjoin, o.oprcom::regoperator, o.oprnegate::regoperator, o.oid::regoperator), null
  from pg_catalog.pg_operator o
  where o.oid < 16384 and o.oprname in ('=', '<>', '<', '<=', '>', '>=')
    and o.oprleft = o.oprright and o.oprleft in ('uuid'::regtype, 'text'::regtype, 'bytea'::regtype)
) as listed
order by object, fact
