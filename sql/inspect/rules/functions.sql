-- What functions and views must be: the context STABLE, definer functions narrow, views with the rights of whoever asks; and what
-- came with the server still its superuser's, and not written again.
-- Gives a row for each that is not.
-- Run by rowhouse_auth in `rowhouse doctor`; auditors run it in psql.
with made as (
  select p.*, p.oid::regprocedure::text as name, r.rolsuper or r.rolbypassrls or r.rolcanlogin as powerful, r.rolname
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join pg_catalog.pg_roles r on r.oid = p.proowner
  where p.oid >= 16384
),
-- What PostgreSQL 15 and 18 mark so themselves (select distinct prosrc from pg_proc where proleakproof).
leakproof (names) as (
  values ('bitcmp biteq bitge bitgt bitle bitlt bitne bool_int4 booleq boolge boolgt boolle boollt boolne bpchar_larger bpchar_name
    bpchar_pattern_ge bpchar_pattern_gt bpchar_pattern_le bpchar_pattern_lt bpchar_smaller bpcharcmp bpchareq bpcharge bpchargt
    bpcharle bpcharlt bpcharne btboolcmp btbpchar_pattern_cmp btcharcmp btfloat48cmp btfloat4cmp btfloat84cmp btfloat8cmp
    btint24cmp btint28cmp btint2cmp btint42cmp btint48cmp btint4cmp btint82cmp btint84cmp btint8cmp btnamecmp btnametextcmp
    btoidcmp btoidvectorcmp bttext_pattern_cmp bttextcmp bttextnamecmp bttidcmp bytea_larger bytea_smaller byteacmp byteaeq
    byteage byteagt byteale bytealt byteane cash_cmp cash_eq cash_ge cash_gt cash_le cash_lt cash_ne chareq charge chargt charle
    charlt charne cideq circle_eq circle_ge circle_gt circle_le circle_lt circle_ne crc32_bytea crc32c_bytea date_cmp date_eq
    date_ge date_gt date_le date_lt date_ne float48eq float48ge float48gt float48le float48lt float48ne float4_numeric float4eq
    float4ge float4gt float4le float4lt float4ne float84eq float84ge float84gt float84le float84lt float84ne float8_numeric
    float8eq float8ge float8gt float8le float8lt float8ne ftod gen_random_uuid i2tod i2tof i2toi4 i4tod i4tof i8tod i8tof int24eq
    int24ge int24gt int24le int24lt int24ne int28 int28eq int28ge int28gt int28le int28lt int28ne int2_bytea int2_numeric int2eq
    int2ge int2gt int2le int2lt int2ne int42eq int42ge int42gt int42le int42lt int42ne int48 int48eq int48ge int48gt int48le
    int48lt int48ne int4_bool int4_bytea int4_numeric int4eq int4ge int4gt int4le int4lt int4ne int82eq int82ge int82gt int82le
    int82lt int82ne int84eq int84ge int84gt int84le int84lt int84ne int8_bytea int8_numeric int8eq int8ge int8gt int8le int8lt
    int8ne interval_cmp interval_eq interval_ge interval_gt interval_le interval_lt interval_ne lseg_eq lseg_ge lseg_gt lseg_le
    lseg_lt lseg_ne macaddr8_cmp macaddr8_eq macaddr8_ge macaddr8_gt macaddr8_le macaddr8_lt macaddr8_ne macaddr_cmp macaddr_eq
    macaddr_ge macaddr_gt macaddr_le macaddr_lt macaddr_ne macaddrtomacaddr8 md5_bytea md5_text name_text nameeq nameeqtext
    namege namegetext namegt namegttext namele nameletext namelt namelttext namene namenetext network_cmp network_eq network_ge
    network_gt network_le network_lt network_ne oideq oidge oidgt oidle oidlt oidne oidtoi8 oidvectoreq oidvectorge oidvectorgt
    oidvectorle oidvectorlt oidvectorne pg_lsn_cmp pg_lsn_eq pg_lsn_ge pg_lsn_gt pg_lsn_le pg_lsn_lt pg_lsn_ne sha224_bytea
    sha256_bytea sha384_bytea sha512_bytea text_ge text_gt text_larger text_le text_lt text_name text_pattern_ge text_pattern_gt
    text_pattern_le text_pattern_lt text_smaller text_starts_with texteq texteqname textgename textgtname textlename textltname
    textne textnename tideq tidge tidgt tidle tidlt tidne time_cmp time_eq time_ge time_gt time_interval time_le time_lt time_ne
    timestamp_cmp timestamp_eq timestamp_ge timestamp_gt timestamp_le timestamp_lt timestamp_ne timetz_cmp timetz_eq timetz_ge
    timetz_gt timetz_le timetz_lt timetz_ne uuid_cmp uuid_eq uuid_extract_timestamp uuid_extract_version uuid_ge uuid_gt uuid_le
    uuid_lt uuid_ne xid8cmp xid8eq xid8ge xid8gt xid8le xid8lt xid8ne xideq xidneq')
)
select false as warning, 'function ' || context.name as object, 'it is missing, or not STABLE, or not PARALLEL SAFE, or runs as its owner' as problem,
       'an immutable context is folded into a prepared statement and hands one tenant''s rows to the next' as lets,
       format('alter function %s stable parallel safe security invoker', context.name) as mend
from (values ('app.tenant_id()'), ('app.user_id()'), ('app.operator_id()')) as context (name)
where not exists (
  select from pg_catalog.pg_proc p
  where p.oid = to_regprocedure(context.name) and p.provolatile = 's' and p.proparallel = 's' and not p.prosecdef)
union all
select false, 'function ' || name, format('it is a definer function of %s', rolname), 'it runs with the rights of a login, or of somebody whom no policy stops', format('-- give it an owner that nobody signs in as, or: drop function %s', name)
from made where prosecdef and powerful and not (rolname = 'rowhouse_migrator' and name = 'migrations.version()')
union all
select false, 'function ' || name, 'it is a definer function without a search path of its own', 'whoever calls it decides which tables it means', format('alter function %s set search_path = pg_catalog, pg_temp', name)
from made where prosecdef and not coalesce(proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']
union all
select false, 'function ' || name, 'everybody may execute it', 'a role that nobody thought of runs it', format('revoke execute on function %s from public', name)
from made where exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) a where a.grantee = 0)
union all
select false, 'function ' || p.oid::regprocedure, 'it is marked LEAKPROOF and is not', 'the planner runs it on rows of other tenants, and it can tell what it saw', format('alter function %s not leakproof', p.oid::regprocedure)
from pg_catalog.pg_proc p
where p.proleakproof and not (p.oid < 16384 and p.prosrc = any (select unnest(regexp_split_to_array(names, '[[:space:]]+')) from leakproof))
union all
select false, 'system functions', format('%s is not as it came with the server: another owner, its rights, or settings of its own', p.oid::regprocedure),
       'what everybody may execute runs with the rights of another, or an owner may execute what was taken from all',
       format('alter function %s owner to %I; alter function %1$s security invoker reset all', p.oid::regprocedure, (select rolname from pg_catalog.pg_roles where oid = 10))
from pg_catalog.pg_proc p
where p.oid < 16384 and (p.proowner <> 10 or p.prosecdef or p.proconfig is not null)
union all
select false, 'system functions', format('%s is written in SQL, and did not come so with the server', p.oid::regprocedure), 'whatever calls it, policies and checks among them, is told what somebody wants it to be told',
       format('-- find what it was in another database, and give it back: create or replace function %s … language internal', p.oid::regprocedure)
from pg_catalog.pg_proc p
join pg_catalog.pg_language l on l.oid = p.prolang and l.lanname not in ('internal', 'c')
-- what PostgreSQL 15 and 18 have in SQL (select distinct proname from pg_proc where prolang = 14)
where p.oid < 16384 and p.pronamespace = 'pg_catalog'::regnamespace and (l.lanname <> 'sql' or p.proname not in (
  'age', 'anytextcat', 'bit_length', 'col_description', 'date_part', 'int8pl_inet', 'integer_pl_date', 'interval_pl_date', 'interval_pl_time',
  'interval_pl_timestamp', 'interval_pl_timestamptz', 'interval_pl_timetz', 'log', 'log10', 'lpad', 'numeric_pl_pg_lsn', 'obj_description', 'overlaps',
  'path_contain_pt', 'pg_relation_size', 'pg_sleep_for', 'pg_sleep_until', 'polygon', 'quote_literal', 'quote_nullable', 'round', 'rpad', 'shobj_description',
  'substring', 'textanycat', 'timedate_pl', 'timestamptz', 'timetzdate_pl', 'trunc', 'ts_debug', 'xpath', 'xpath_exists'))
union all
select false, of.type || ' ' || of.identity, 'it came with the server, and is not owned by its superuser', 'who owns it reads it, changes it, and gives it to others',
       format('alter %s %s owner to %I', case when of.type ~ '^(system|toast) ' then 'table' else of.type end, of.identity, (select rolname from pg_catalog.pg_roles where oid = 10))
from (
  select 'pg_class'::regclass as class, oid, relowner as owner from pg_catalog.pg_class
union all select 'pg_namespace'::regclass, oid, nspowner from pg_catalog.pg_namespace
          -- since PostgreSQL 15 it belongs to whoever owns the database
          where not (nspname = 'public' and nspowner = 'pg_database_owner'::regrole)
union all select 'pg_type'::regclass, oid, typowner from pg_catalog.pg_type where typrelid = 0 and typelem = 0
union all select 'pg_language'::regclass, oid, lanowner from pg_catalog.pg_language
union all select 'pg_operator'::regclass, oid, oprowner from pg_catalog.pg_operator
union all select 'pg_opclass'::regclass, oid, opcowner from pg_catalog.pg_opclass
union all select 'pg_opfamily'::regclass, oid, opfowner from pg_catalog.pg_opfamily
union all select 'pg_collation'::regclass, oid, collowner from pg_catalog.pg_collation
union all select 'pg_conversion'::regclass, oid, conowner from pg_catalog.pg_conversion
union all select 'pg_tablespace'::regclass, oid, spcowner from pg_catalog.pg_tablespace
) as made
cross join lateral pg_identify_object(made.class, made.oid, 0) as of
where made.oid < 16384 and made.owner <> 10
union all
-- A view of the server's runs as its superuser, and everybody may read most of them.
select distinct false, 'system objects', format('%s came with the server, and rests on %s, which did not', pg_describe_object(d.classid, d.objid, 0), pg_describe_object(d.refclassid, d.refobjid, 0)),
       'whoever uses it, and everybody may, reads or runs as a superuser what somebody put there', '-- find what it was in another database, and give it back'
from pg_catalog.pg_depend d
where d.objid < 16384 and d.refobjid >= 16384
union all
select false, 'view ' || c.oid::regclass, 'it runs with the rights of its owner', 'who may read the view reads every tenant''s rows through it', format('alter view %s set (security_invoker = true)', c.oid::regclass)
from pg_catalog.pg_class c
where c.relkind = 'v' and c.oid >= 16384 and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1', 'security_invoker=yes']
union all
select false, 'table ' || c.oid::regclass, 'it is a materialized view or a foreign table', 'it holds rows of tenants, and row security does not exist for it', format('drop %s %s', case c.relkind when 'm' then 'materialized view' else 'foreign table' end, c.oid::regclass)
from pg_catalog.pg_class c where c.relkind in ('m', 'f')
order by object, problem
