-- What every key and reference in schema app must be: led by tenant_id, so that no row can point into another tenant, and
-- no refusal can tell of another tenant's row; and that every reference of the database is checked. Gives a row for each that is not.
-- Run by rowhouse_auth in `rowhouse doctor`; auditors run it in psql.
with relation as (
  select c.oid, c.oid::regclass::text as name,
         (select a.attnum from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as tenant
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'app' and c.relkind in ('r', 'p')
),
reference as (
  select k.*, relation.name, relation.tenant, target.oid as target_oid, target.tenant as target_tenant
  from pg_catalog.pg_constraint k
  join relation on relation.oid = k.conrelid
  left join relation target on target.oid = k.confrelid
  where k.contype = 'f'
),
named (action) as (
  -- by the letter that pg_constraint has for it
  values (jsonb_build_object('a', 'noaction', 'r', 'restrict', 'c', 'cascade', 'n', 'setnull', 'd', 'setdefault'))
)
select false as warning, 'table ' || name as object, 'it has no primary key' as problem, 'rows cannot be told apart, and nothing leads an index with the tenant' as lets,
       format('-- give it one that begins with the tenant, unless a listed one is missing: alter table %s add primary key (tenant_id, …)', name) as mend
from relation where not exists (select from pg_catalog.pg_index i where i.indrelid = relation.oid and i.indisprimary)
union all
select false, 'table ' || name, format('key %s is not led by tenant_id', i.indexrelid::regclass),
       'an insert that is refused, or ON CONFLICT, tells of another tenant''s row (CVE-2026-120154 read its columns)', format('-- build it again as (tenant_id, …): drop index %s', i.indexrelid::regclass)
from pg_catalog.pg_index i
join relation on relation.oid = i.indrelid
-- The one exception: a tenant is found by its slug before there is any context.
where (i.indisunique or i.indisexclusion) and i.indkey[0] is distinct from tenant and i.indexrelid <> coalesce(to_regclass('app.tenants_slug_key'), 0)
  -- and one that REINDEX CONCURRENTLY is building in its place, or left over: manifest/indexes.sql warns of it
  and not (not i.indisvalid and i.indexrelid::regclass::text ~ '^app\.tenants_slug_key_cc(new|old)[0-9]*$')
union all
select false, 'table ' || name, format('foreign key %I leaves the schema of the tenants', conname), 'its checks run outside row security, and tell what is there',
       format('alter table %s drop constraint %I', name, conname)
from reference where target_oid is null
union all
select false, 'table ' || name, format('foreign key %I does not lead with tenant_id on both sides', conname), 'a row can point at another tenant''s row, and goes when that is deleted',
       format('-- build it again as (tenant_id, …): alter table %s drop constraint %I', name, conname)
from reference where target_oid is not null and (conkey[1] is distinct from tenant or confkey[1] is distinct from target_tenant)
union all
select false, 'table ' || name, format('foreign key %I was never validated', conname), 'rows from before it may point into other tenants', format('alter table %s validate constraint %I', name, conname)
from reference where not convalidated
union all
select false, 'table ' || name, format('foreign key %I would overwrite tenant_id', conname), 'deleting a row gives the rows that point at it to nobody, or to another tenant',
       format('-- build it again with: on delete set null (<the other column>). alter table %s drop constraint %I', name, conname)
from reference
where confupdtype in ('n', 'd') or (confdeltype in ('n', 'd') and (confdelsetcols is null or tenant = any (confdelsetcols)))
union all
-- Anywhere: two triggers on either side, each of which calls the one function, and which no dump shows and nobody sees in psql.
select false, 'table ' || k.conrelid::regclass, format('foreign key %I has lost a trigger that checks it, or one calls another function', k.conname), 'rows can point at what is not there, or into other tenants',
       -- what depends on a trigger that is gone keeps the constraint from being dropped
       format('begin; delete from pg_catalog.pg_depend where classid = ''pg_trigger''::regclass and objid not in (select oid from pg_catalog.pg_trigger); alter table %s drop constraint %I; alter table %1$s add constraint %2$I %s; commit',
              k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
from pg_catalog.pg_constraint k
join pg_catalog.pg_class referring on referring.oid = k.conrelid and referring.relkind = 'r'
join pg_catalog.pg_class referred on referred.oid = k.confrelid and referred.relkind = 'r'
cross join named
where k.contype = 'f' and 4 <> (
  select count(*)
  from (values (k.conrelid, 'check_ins', 5), (k.conrelid, 'check_upd', 17), (k.confrelid, (named.action ->> k.confdeltype::text) || '_del', 9), (k.confrelid, (named.action ->> k.confupdtype::text) || '_upd', 17)) as expected (relation, function, kind)
  join pg_catalog.pg_trigger t on t.tgconstraint = k.oid and t.tgrelid = expected.relation and t.tgtype = expected.kind
  join pg_catalog.pg_proc p on p.oid = t.tgfoid and p.oid < 16384 and p.proname = 'RI_FKey_' || expected.function)
union all
select false, 'table ' || c.oid::regclass, 'it is marked as having no triggers, and has some', 'none of them runs: no check of a foreign key, nothing that is deleted is kept',
       format('update pg_catalog.pg_class set relhastriggers = true where oid = %L::regclass', c.oid::regclass)
from pg_catalog.pg_class c
where not c.relhastriggers and exists (select from pg_catalog.pg_trigger t where t.tgrelid = c.oid)
union all
select false, 'table ' || c.oid::regclass, 'it is marked as having no indexes, and has some', 'no key of it is kept: rows of two tenants can have one id',
       format('begin; update pg_catalog.pg_class set relhasindex = true where oid = %L::regclass; reindex table %2$s; commit', c.oid::regclass, c.oid::regclass)
from pg_catalog.pg_class c
where not c.relhasindex and exists (select from pg_catalog.pg_index i where i.indrelid = c.oid)
union all
select false, 'table ' || c.oid::regclass, 'it is marked as having fewer checks than it has', 'what a check refuses can be stored',
       format('update pg_catalog.pg_class set relchecks = %s where oid = %L::regclass', checks.number, c.oid::regclass)
from pg_catalog.pg_class c
cross join lateral (select count(*) as number from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks
where c.relchecks <> checks.number and c.relkind in ('r', 'p', 'f')
union all
select false, 'table ' || i.indrelid::regclass, format('key %s is not valid, or marked as not kept', i.indexrelid::regclass), 'rows that it should refuse may be there, and tenants share them',
       format('update pg_catalog.pg_index set indisready = true, indislive = true%s where indexrelid = %L::regclass; reindex index %2$s', case k.contype when 'x' then '' else ', indisunique = true' end, i.indexrelid::regclass)
from pg_catalog.pg_index i
join pg_catalog.pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
where not (i.indisvalid and i.indisready and i.indislive and (i.indisunique or k.contype = 'x'))
union all
select true, 'table ' || name, format('no index begins with the columns of foreign key %I', conname), 'deleting a row reads the whole table that points at it',
       format('create index on %s (%s)', name, (select string_agg(quote_ident(a.attname), ', ' order by k.place) from unnest(conkey) with ordinality as k (key, place) join pg_catalog.pg_attribute a on a.attrelid = conrelid and a.attnum = k.key))
from reference
where not exists (
  select from pg_catalog.pg_index i
  where i.indrelid = conrelid and i.indisvalid and i.indpred is null and (i.indkey::int2[])[0:cardinality(conkey) - 1] @> conkey)
order by object, problem
