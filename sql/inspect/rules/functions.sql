-- What functions and views must be: the context STABLE, definer functions narrow, views with the rights of whoever asks.
-- Gives a row for each that is not.
-- Run by rowhouse_auth in `rowhouse doctor`; auditors run it in psql.
with made as (
  select p.*, p.oid::regprocedure::text as name, r.rolsuper or r.rolbypassrls or r.rolcanlogin as powerful, r.rolname
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join pg_catalog.pg_roles r on r.oid = p.proowner
  where (n.nspname !~ '^pg_' and n.nspname <> 'information_schema') or p.oid >= 16384
)
select false as warning, 'function ' || context.name as object, 'it is missing, or not STABLE, or not PARALLEL SAFE, or runs as its owner' as problem,
       'an immutable context is folded into a prepared statement and hands one tenant''s rows to the next' as lets,
       format('alter function %s stable parallel safe security invoker', context.name) as mend
from (values ('app.tenant_id()'), ('app.user_id()'), ('app.operator_id()')) as context (name)
where not exists (
  select from pg_catalog.pg_proc p
  where p.oid = to_regprocedure(context.name) and p.provolatile = 's' and p.proparallel = 's' and not p.prosecdef)
union all
select false, 'function ' || name, format('it is a definer function of %s', rolname), 'it runs with the rights of a login, or of somebody whom no policy stops', format('alter function %s owner to <a role without login>', name)
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
where p.proleakproof
  and (p.oid >= 16384 or p.prosrc ~ '^(text|name|bpchar|bytea)(ic)?(n?like|regex)|^ts_match|^jsonb?_|^array(contain|overlap|_eq)|^(numeric|enum|range|similarity)_|^int[48]?(div|mul|pl|mi)$|^(lower|upper)$' and p.prosrc <> 'enum_cmp')
union all
select false, 'view ' || c.oid::regclass, 'it runs with the rights of its owner', 'who may read the view reads every tenant''s rows through it', format('alter view %s set (security_invoker = true)', c.oid::regclass)
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'v' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1', 'security_invoker=yes']
union all
select false, 'table ' || c.oid::regclass, 'it is a materialized view or a foreign table', 'it holds rows of tenants, and row security does not exist for it', format('drop %s %s', case c.relkind when 'm' then 'materialized view' else 'foreign table' end, c.oid::regclass)
from pg_catalog.pg_class c where c.relkind in ('m', 'f')
order by object, problem
