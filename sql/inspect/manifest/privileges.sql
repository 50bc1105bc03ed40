-- Every privilege of everybody but the owner, on everything; what is granted on the system's own objects beyond what comes
-- with the server; and what was taken from everybody. Whatever is not listed is not granted.
-- Run by rowhouse_auth in `rowhouse doctor`, which compares the answer with privileges.txt; auditors run it in psql.
with acl as (
  select 'database' as object, 'database :database' as target, datacl as now, acldefault('d', datdba) as initially, datdba as owner,
         false as ships -- came with the server
  from pg_catalog.pg_database where datname = current_database()
union all
  select 'schema ' || n.nspname, format('schema %I', n.nspname), n.nspacl, coalesce(i.initprivs, acldefault('n', n.nspowner)), n.nspowner, n.oid < 16384
  from pg_catalog.pg_namespace n
  left join pg_catalog.pg_init_privs i on i.classoid = 'pg_namespace'::regclass and i.objoid = n.oid and i.objsubid = 0
  where n.nspname !~ '^pg_(toast_)?temp'
union all
  select 'table ' || c.oid::regclass, c.oid::regclass::text, c.relacl,
         coalesce(i.initprivs, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner)), c.relowner, c.oid < 16384
  from pg_catalog.pg_class c
  left join pg_catalog.pg_init_privs i on i.classoid = 'pg_class'::regclass and i.objoid = c.oid and i.objsubid = 0
  where c.relacl is not null
union all
  select case when p.oid < 16384 then 'system functions' else 'function ' || p.oid::regprocedure end,
         -- this one has had an argument more since PostgreSQL 17
         'function ' || case p.proname when 'pg_logical_emit_message' then replace(p.oid::regprocedure::text, ',boolean)', ')') else p.oid::regprocedure::text end, p.proacl,
         coalesce(i.initprivs, acldefault('f', p.proowner)), p.proowner, p.oid < 16384
  from pg_catalog.pg_proc p
  left join pg_catalog.pg_init_privs i on i.classoid = 'pg_proc'::regclass and i.objoid = p.oid and i.objsubid = 0
  where p.proacl is not null or p.oid >= 16384
union all
  select 'type ' || t.oid::regtype, 'type ' || t.oid::regtype, t.typacl, coalesce(i.initprivs, acldefault('T', t.typowner)), t.typowner, t.typacl is null
  from pg_catalog.pg_type t
  left join pg_catalog.pg_init_privs i on i.classoid = 'pg_type'::regclass and i.objoid = t.oid and i.objsubid = 0
  where t.typacl is not null
union all
  select 'language ' || l.lanname, format('language %I', l.lanname), l.lanacl, coalesce(i.initprivs, acldefault('l', l.lanowner)), l.lanowner, true
  from pg_catalog.pg_language l
  left join pg_catalog.pg_init_privs i on i.classoid = 'pg_language'::regclass and i.objoid = l.oid and i.objsubid = 0
union all
  select 'foreign server ' || srvname, format('foreign server %I', srvname), srvacl, acldefault('S', srvowner), srvowner, false from pg_catalog.pg_foreign_server
union all
  select 'foreign data wrapper ' || fdwname, format('foreign data wrapper %I', fdwname), fdwacl, acldefault('F', fdwowner), fdwowner, false from pg_catalog.pg_foreign_data_wrapper
union all
  select 'tablespace ' || spcname, format('tablespace %I', spcname), spcacl, acldefault('t', spcowner), spcowner, true from pg_catalog.pg_tablespace
union all
  select 'parameter ' || parname, 'parameter ' || parname, paracl, acldefault('p', 10), 10, false from pg_catalog.pg_parameter_acl
),
entry as (
  select acl.object, acl.target, '' as columns, acl.owner, x.grantee, x.privilege_type, x.is_grantable, 'given' as how
  from acl cross join lateral aclexplode(coalesce(acl.now, acl.initially)) as x
  where x.grantee <> acl.owner
    -- another role's CONNECT opens nothing by itself: rules/roles.sql warns of it
    and not (acl.object = 'database' and x.privilege_type = 'CONNECT' and not x.is_grantable and pg_get_userbyid(x.grantee) !~ '^rowhouse_' and x.grantee <> 0)
    -- nor does what it may do with the server itself: there too
    and not ((acl.ships or acl.object ~ '^(parameter|tablespace) ') and pg_get_userbyid(x.grantee) !~ '^rowhouse_' and x.grantee <> 0)
    -- on what we made, everything; on what came with the server, what was added: nothing of Rowhouse's came with it, whatever the record says
    and not (acl.ships and pg_get_userbyid(x.grantee) !~ '^rowhouse_' and exists (select from aclexplode(acl.initially) as o where (o.grantee, o.privilege_type, o.is_grantable) = (x.grantee, x.privilege_type, x.is_grantable)))
    -- its own privileges are not on record for this one
    and not (acl.ships and acl.object ~ '^(schema|table) information_schema\M' and x.grantee = 0 and x.privilege_type in ('USAGE', 'SELECT') and not x.is_grantable)
union all
  select acl.object, acl.target, '', acl.owner, x.grantee, x.privilege_type, false, 'taken'
  from acl cross join lateral aclexplode(acl.initially) as x
  where acl.now is not null and x.grantee = 0 and (acl.ships or acl.object = 'database')
    and not exists (select from aclexplode(acl.now) as n where (n.grantee, n.privilege_type) = (x.grantee, x.privilege_type))
union all
  select 'table ' || a.attrelid::regclass, a.attrelid::regclass::text, quote_ident(a.attname), c.relowner,
         x.grantee, x.privilege_type, x.is_grantable, 'given'
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  cross join lateral aclexplode(a.attacl) as x
  left join pg_catalog.pg_init_privs i on i.classoid = 'pg_class'::regclass and i.objoid = a.attrelid and i.objsubid = a.attnum
  where not a.attisdropped and x.grantee <> c.relowner
    and not (c.oid < 16384 and pg_get_userbyid(x.grantee) !~ '^rowhouse_' and x.grantee <> 0)
    -- of what did not come with the server, `alter extension … add` makes such a record as well
    and not (c.oid < 16384 and pg_get_userbyid(x.grantee) !~ '^rowhouse_' and exists (select from aclexplode(i.initprivs) as o where (o.grantee, o.privilege_type, o.is_grantable) = (x.grantee, x.privilege_type, x.is_grantable)))
),
preset as (
  select d.defaclrole, d.defaclnamespace, d.defaclobjtype, d.defaclacl,
         format('alter default privileges for role %I%s', d.defaclrole::regrole, case when d.defaclnamespace <> 0 then format(' in schema %I', d.defaclnamespace::regnamespace) end) as start,
         case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end as kind,
         case when d.defaclnamespace = 0 then acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole) end as usual
  from pg_catalog.pg_default_acl d
)
select object, fact, undo
from (
  select object,
         case how when 'given' then format('grant %s%s on %s to %s%s', lower(privilege_type), ' (' || nullif(columns, '') || ')', target, who, case when is_grantable then ' with grant option' else '' end)
                  else format('revoke %s on %s from %s', lower(privilege_type), target, who) end as fact,
         case how when 'given' then format('revoke %s%s on %s from %s cascade', lower(privilege_type), ' (' || nullif(columns, '') || ')', target, who)
                  else format('grant %s on %s to %s', lower(privilege_type), target, who) end as undo
  from entry
  cross join lateral (select case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end as who) as w
union all
  select 'default privileges', format('%s grant %s on %s to %s', start, lower(x.privilege_type), kind, who), format('%s revoke %s on %s from %s', start, lower(x.privilege_type), kind, who)
  from preset
  cross join lateral aclexplode(defaclacl) as x
  cross join lateral (select case when x.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end as who) as w
  where x.grantee <> defaclrole
    and not exists (select from aclexplode(usual) as u where (u.grantee, u.privilege_type) = (x.grantee, x.privilege_type))
union all
  select 'default privileges', format('%s revoke %s on %s from public', start, lower(u.privilege_type), kind), null
  from preset cross join lateral aclexplode(usual) as u
  where u.grantee = 0 and not exists (select from aclexplode(defaclacl) as x where (x.grantee, x.privilege_type) = (u.grantee, u.privilege_type))
) as listed
order by object, fact
