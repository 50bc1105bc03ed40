-- Every table: whether row security is on and forced, who owns it, and which keys do not lead with the tenant.
-- For auditors:  psql "$(rowhouse dsn superuser)" -f sql/inspect/tables.sql
select c.oid::regclass                    as "table",
       c.relrowsecurity                   as "row security",
       c.relforcerowsecurity              as forced,
       c.relowner::regrole                as owner,
       (select count(*) from pg_policy p where p.polrelid = c.oid) as policies,
       (select string_agg(i.indexrelid::regclass::text, ', ')
        from pg_index i
        join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisunique and a.attname <> 'tenant_id') as "unique keys not led by tenant_id"
from pg_class c
where c.relnamespace in ('app'::regnamespace, 'auth'::regnamespace) and c.relkind in ('r', 'p')
order by c.oid::regclass::text;
