-- What every table of schema app must be: behind forced row security, with the policies of the design and no other for the
-- application, owned by the owner, each row saying whose it is. Gives a row for each that is not.
-- Run by rowhouse_auth in `rowhouse doctor`; auditors run it in psql.
with relation as (
  select c.*, c.oid::regclass::text as name
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'app' and c.relkind in ('r', 'p')
),
class (policy, permissive, command, role, qual, condition, statement) as (
  values
    ('tenant_access', true, '*', 'rowhouse_app', '(tenant_id = ( SELECT app.tenant_id() AS tenant_id))', '(tenant_id = ( SELECT app.tenant_id() AS tenant_id))',
     'permissive for all to rowhouse_app using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()))'),
    ('tenant_floor', false, '*', 'rowhouse_app', '(tenant_id = ( SELECT app.tenant_id() AS tenant_id))', '(tenant_id = ( SELECT app.tenant_id() AS tenant_id))',
     'restrictive for all to rowhouse_app using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()))'),
    ('live_insert', false, 'a', 'rowhouse_app', null, '( SELECT app.live() AS live)', 'restrictive for insert to rowhouse_app with check ((select app.live()))'),
    ('live_update', false, 'w', 'rowhouse_app', '( SELECT app.live() AS live)', 'true',
     'restrictive for update to rowhouse_app using ((select app.live())) with check (true)'),
    ('live_delete', false, 'd', 'rowhouse_app', '( SELECT app.live() AS live)', null, 'restrictive for delete to rowhouse_app using ((select app.live()))'),
    ('admin_read', true, 'r', 'rowhouse_admin', 'true', null, 'permissive for select to rowhouse_admin using (true)'),
    ('operator_write', true, '*', 'rowhouse_operator', '(( SELECT app.operator_id() AS operator_id) IS NOT NULL)', '(( SELECT app.operator_id() AS operator_id) IS NOT NULL)',
     'permissive for all to rowhouse_operator using ((select app.operator_id()) is not null) with check ((select app.operator_id()) is not null)')
),
policy as (
  select p.polrelid, p.polname, p.polpermissive, p.polcmd, p.polroles, pg_get_expr(p.polqual, p.polrelid) as qual, pg_get_expr(p.polwithcheck, p.polrelid) as condition
  from pg_catalog.pg_policy p
)
select false as warning, 'table ' || name as object, 'row security is not enabled' as problem,
       'every tenant reads and changes every tenant''s rows' as lets, format('alter table %s enable row level security', name) as mend
from relation where not relrowsecurity
union all
select false, 'table ' || name, 'row security is not forced', 'whatever runs as the owner of the table, a cascade or a definer function, passes its policies by',
       format('alter table %s force row level security', name)
from relation where not relforcerowsecurity
union all
select false, 'table ' || name, format('its owner is %s', pg_get_userbyid(relowner)), 'an owner can take row security off, and a superuser is not subject to it', format('alter table %s owner to rowhouse_owner', name)
from relation where relowner <> 'rowhouse_owner'::regrole
union all
select false, 'table ' || name, 'it has no column tenant_id uuid not null default app.tenant_id()', 'a row belongs to nobody, or to whomever the application says',
       format('alter table %s alter column tenant_id set default app.tenant_id(), alter column tenant_id set not null', name)
from relation
where not exists (
  select from pg_catalog.pg_attribute a join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = relation.oid and a.attname = 'tenant_id' and a.atttypid = 'uuid'::regtype and a.attnotnull and not a.attisdropped
    and pg_get_expr(d.adbin, d.adrelid) = 'app.tenant_id()')
union all
select false, 'table ' || name, format('policy %s is missing or says something else', class.policy),
       case class.policy
         when 'tenant_access' then 'a tenant sees other tenants'' rows, or none'
         when 'tenant_floor' then 'the next permissive policy that somebody adds opens the table to all tenants'
         when 'admin_read' then 'the superuser panel does not see the table, or is slow'
         when 'operator_write' then 'a superuser''s act is possible without saying who acts'
         else 'a suspended or archived tenant''s rows can be changed' end,
       format('begin; drop policy if exists %I on %s; create policy %1$I on %2$s as %s; commit', class.policy, name, class.statement)
from relation cross join class
where not exists (
  select from policy p
  where p.polrelid = relation.oid and p.polname = class.policy and p.polpermissive = class.permissive and p.polcmd::text = class.command
    and p.polroles = array[class.role::regrole::oid] and p.qual is not distinct from class.qual and p.condition is not distinct from class.condition)
union all
select false, 'table ' || p.polrelid::regclass, format('policy %I applies to the application or to everybody, and is none of the design''s', p.polname),
       'a second permissive policy adds rows to what the first one shows', format('drop policy if exists %I on %s', p.polname, p.polrelid::regclass)
from policy p
where (0 = any (p.polroles) or 'rowhouse_app'::regrole = any (p.polroles) or 'rowhouse_admin'::regrole = any (p.polroles))
  and not exists (select from class join relation on true where class.policy = p.polname and relation.oid = p.polrelid)
  -- The panel reads who there is, and the trails; that it reads nothing that people sign in with is a matter of privileges.
  and not (p.polname = 'admin_read' and p.polcmd = 'r' and p.polroles = array['rowhouse_admin'::regrole::oid]
           and p.polrelid in (select oid from pg_catalog.pg_class where relnamespace = 'auth'::regnamespace))
union all
select false, 'table ' || c.oid::regclass, 'it has a column tenant_id and is not in schema app', 'a copy of tenants'' rows stands outside every policy', format('-- look first: drop table %s', c.oid::regclass)
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
where c.relkind in ('r', 'p', 'm', 'f') and c.oid >= 16384 and n.nspname !~ '^pg_(toast_)?temp_[0-9]+$' and n.nspname not in ('app', 'auth')
union all
select false, 'table ' || i.inhrelid::regclass, format('it is a part of %s and can be reached by itself', i.inhparent::regclass), 'a query of the part is not subject to the policies of the whole',
       format('revoke all on %s from public, rowhouse_app, rowhouse_admin, rowhouse_operator', i.inhrelid::regclass)
from pg_catalog.pg_inherits i
join relation on relation.oid = i.inhparent
join pg_catalog.pg_class part on part.oid = i.inhrelid and part.relkind in ('r', 'p', 'f')
where has_any_column_privilege('rowhouse_app', i.inhrelid, 'select, insert, update')
order by object, problem
