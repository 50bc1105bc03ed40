-- Two views for people in psql: who am I here and whose rows do I see, and what keeps the tables apart.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
-- Both run with the rights of whoever asks (security_invoker): they show nothing that a query could not.
set role rowhouse_owner;

create view app.whoami with (security_invoker = true) as
select session_user as signed_in_as,
       current_user as role,
       current_setting('row_security') as row_security,
       app.tenant_id() as tenant_id,
       (select t.name from app.tenants t where t.tenant_id = app.tenant_id()) as tenant,
       (select count(*) from app.tenants) as tenants_in_sight;
comment on view app.whoami is 'Who this connection is, which tenant its transaction works in, and how many tenants it can see.';

create view app.isolation with (security_invoker = true) as
select c.oid::regclass as "table",
       case when c.relrowsecurity and c.relforcerowsecurity then 'forced' when c.relrowsecurity then 'enabled' else 'OFF' end as row_security,
       (select string_agg(p.polname, ', ' order by p.polname) from pg_catalog.pg_policy p where p.polrelid = c.oid) as policies,
       (select string_agg(a.attname, ', ' order by a.attnum) from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege('rowhouse_app', c.oid, a.attnum, 'update')) as app_may_update,
       (select count(*) from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisunique
        and not exists (select 1 from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0] and a.attname = 'tenant_id')) as keys_not_led_by_tenant
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'app' and c.relkind in ('r', 'p');
comment on view app.isolation is 'Every table of schema app: its row security, its policies, what the application may change, and keys that no tenant leads.';

grant select on app.whoami, app.isolation to rowhouse_app, rowhouse_admin, rowhouse_operator;

reset role;
