-- The tables that the application may read: what the probes of `rowhouse doctor` try to cross.
-- Run by rowhouse_app.
select c.oid::regclass::text as name
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'm', 'f')
  and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
  and exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
order by name
