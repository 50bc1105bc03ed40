-- Every function outside the system's own, with its whole body, and what the guards use of the system's.
-- Run by rowhouse_auth in `rowhouse doctor`, which compares the answer with functions.txt; auditors run it in psql.
with family as (
  select f.oid, format('amprocfamily = (select f.oid from pg_catalog.pg_opfamily f join pg_catalog.pg_am m on m.oid = f.opfmethod where f.opfname = ''uuid_ops'' and m.amname = %L)', m.amname) as condition
  from pg_catalog.pg_opfamily f join pg_catalog.pg_am m on m.oid = f.opfmethod
  where f.opfname = 'uuid_ops' and f.oid < 16384 and m.amname in ('btree', 'hash')
)
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
                case when p.proleakproof then ' leakproof' else '' end || case when p.prosupport <> 0 then format(' support %s', p.prosupport) else '' end,
                (select string_agg(E'\nset ' || setting, '' order by setting) from unnest(p.proconfig) as setting),
                -- a body in standard SQL is kept parsed, any other as the text that it is
                coalesce(pg_get_function_sqlbody(p.oid), concat('as ', quote_literal(p.probin), '$', '$', p.prosrc, '$', '$'))) as fact,
         format('drop function %s', p.oid::regprocedure) as undo
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join pg_catalog.pg_language l on l.oid = p.prolang
  -- those below 16384 came with the server
  where p.oid >= 16384
union all
  select 'function ' || p.oid::regprocedure, format('alter function %s owner to %I', p.oid::regprocedure, p.proowner::regrole), null
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where p.oid >= 16384
union all
  -- What the policies, the definers and the statements of the program rest on, and a superuser could put another in the place
  -- of. That nothing else which came with the server was written again, is in rules/functions.sql.
  select 'system functions',
         format('create or replace function pg_catalog.%s returns %s%s language %s %s%s as %L',
                p.oid::regprocedure, case when p.proretset then 'setof ' else '' end, p.prorettype::regtype, l.lanname,
                case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
                case when p.proisstrict then ' strict' else '' end || case p.proparallel when 's' then ' parallel safe' when 'r' then ' parallel restricted' else '' end
                  -- this one is so only since PostgreSQL 18
                  || case when p.proleakproof and p.proname <> 'gen_random_uuid' then ' leakproof' else '' end, p.prosrc), null
  from pg_catalog.pg_proc p join pg_catalog.pg_language l on l.oid = p.prolang
  where p.oid < 16384 and p.pronamespace = 'pg_catalog'::regnamespace and p.prokind = 'f' and p.prosqlbody is null and (
    p.proname ~ '^(uuid_(eq|ne|lt|le|gt|ge|cmp|in|out|recv|send|hash)|text(eq|ne|in|out|like|nlike|icregexeq|regexeq|ic(like|nlike)|cat)|(bytea|bool|int2|int4|int8|int48|int84|timestamptz_|text_|interval_|xid8|name)(eq|ne|lt|le|gt|ge)|bttextcmp|byteacmp|array_eq|jsonb_(eq|ne|contains|exists))$'
    or p.proname in ('btrim', 'cardinality', 'ceil', 'char_length', 'clock_timestamp', 'concat_ws', 'convert_to', 'current_setting', 'encode',
                     'gen_random_uuid', 'jsonb_array_length', 'jsonb_build_array', 'jsonb_build_object', 'left', 'lower', 'make_interval', 'now',
                     'octet_length', 'pg_current_snapshot', 'pg_current_xact_id', 'pg_snapshot_xmax', 'pg_snapshot_xmin', 'quote_ident',
                     'row_security_active', 'sha256', 'statement_timestamp', 'strpos', 'substring', 'to_jsonb', 'transaction_timestamp', 'unnest', 'upper'))
union all
  -- … and the operators that lead to them: =(uuid,uuid) could be made to mean another function.
  select 'system functions',
         format('update pg_catalog.pg_operator set (oprcode, oprrest, oprjoin, oprcom, oprnegate) = (%L, %L, %L, %L::regoperator, %L::regoperator) where oid = %L::regoperator',
                o.oprcode, o.oprrest, o.oprjoin, o.oprcom::regoperator, o.oprnegate::regoperator, o.oid::regoperator), null
  from pg_catalog.pg_operator o
  where o.oid < 16384 and o.oprname in ('=', '<>', '<', '<=', '>', '>=')
    and o.oprleft = o.oprright and o.oprleft in ('uuid'::regtype, 'text'::regtype, 'bytea'::regtype)
union all
  -- … and what keys are compared and found with.
  select 'system functions', format('update pg_catalog.pg_amproc set amproc = %L where (amproclefttype, amprocrighttype, amprocnum) = (%L::regtype, %L::regtype, %s) and %s', a.amproc, a.amproclefttype::regtype, a.amprocrighttype::regtype, a.amprocnum, family.condition), null
  from family join pg_catalog.pg_amproc a on a.amprocfamily = family.oid
  where a.amprocnum <= 2
union all
  select 'system functions', format('update pg_catalog.pg_amop set amopopr = %L::regoperator where (amopstrategy, amoppurpose) = (%s, %L) and %s', a.amopopr::regoperator, a.amopstrategy, a.amoppurpose, replace(family.condition, 'amprocfamily', 'amopfamily')), null
  from family join pg_catalog.pg_amop a on a.amopfamily = family.oid
union all
  select 'system functions', format('update pg_catalog.pg_type set (typinput, typoutput, typreceive, typsend) = (%L, %L, %L, %L) where oid = %L::regtype', t.typinput, t.typoutput, t.typreceive, t.typsend, t.oid::regtype), null
  from pg_catalog.pg_type t
  where t.oid in ('uuid'::regtype, 'text'::regtype, 'bytea'::regtype, 'jsonb'::regtype, 'timestamptz'::regtype)
) as listed
order by object, fact
