-- Every policy, with its exact text.
-- Run by rowhouse_auth in `rowhouse doctor`, which compares the answer with policies.txt; auditors run it in psql.
select 'table ' || p.polrelid::regclass as object,
       format('create policy %I on %s as %s for %s to %s%s%s', p.polname, p.polrelid::regclass,
              case when p.polpermissive then 'permissive' else 'restrictive' end,
              case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
              (select string_agg(case when r = 0 then 'public' else quote_ident(pg_get_userbyid(r)) end, ', ' order by pg_get_userbyid(r)) from unnest(p.polroles) as r),
              E'\nusing (' || pg_get_expr(p.polqual, p.polrelid) || ')',
              E'\nwith check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') as fact,
       format('drop policy if exists %I on %s', p.polname, p.polrelid::regclass) as undo
from pg_catalog.pg_policy p
order by object, fact
