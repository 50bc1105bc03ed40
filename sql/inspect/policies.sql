-- The policies as they are in this database, with their exact text and why each is there.
-- For auditors:  psql "$(rowhouse dsn superuser)" -f sql/inspect/policies.sql
select p.polrelid::regclass                                                                     as "table",
       p.polname                                                                                as policy,
       case when p.polpermissive then 'permissive' else 'RESTRICTIVE' end                       as kind,
       case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
                                                                                                as command,
       (select string_agg(r::regrole::text, ', ') from unnest(p.polroles) r)                    as roles,
       pg_get_expr(p.polqual, p.polrelid)                                                       as "using",
       pg_get_expr(p.polwithcheck, p.polrelid)                                                  as "with check",
       obj_description(p.oid, 'pg_policy')                                                      as why
from pg_policy p
join pg_class c on c.oid = p.polrelid
where c.relnamespace in ('app'::regnamespace, 'auth'::regnamespace)
order by p.polrelid::regclass::text, p.polpermissive desc, p.polname;
