-- Every schema, table and view that did not come with the server, wherever it stands: columns, owner, row security, parents.
-- What a column is, is several facts, so that what mends one takes no rows away; what would is a comment, for a person to judge.
-- Run by rowhouse_auth in `rowhouse doctor`, which compares the answer with tables.txt; auditors run it in psql.
with relation as (
  select c.*, format('%I.%I', n.nspname, c.relname) as name,
         case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' when 'S' then 'sequence' else 'table' end as kind
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  -- those below 16384 came with the server
  where c.oid >= 16384 and n.nspname !~ '^pg_(toast_)?temp_[0-9]+$' and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
)
select object, fact, undo
from (
  select 'schema ' || nspname as object, format('create schema %I', nspname) as fact,
         case when exists (select from pg_catalog.pg_class where relnamespace = n.oid) then '-- look first: ' else '' end || format('drop schema %I', nspname) as undo
  from pg_catalog.pg_namespace n
  where oid >= 16384 and nspname <> 'public' and nspname !~ '^pg_(toast_)?temp_[0-9]+$'
union all
  select 'schema ' || nspname, format('alter schema %I owner to %I', nspname, nspowner::regrole), null
  from pg_catalog.pg_namespace
  where oid >= 16384 and nspname <> 'public' and nspname !~ '^pg_(toast_)?temp_[0-9]+$'
union all
  select kind || ' ' || name,
         format('create %s %s%s%s', case kind when 'view' then 'or replace view' else kind end, name,
                case when relkind in ('v', 'm') then coalesce(format(' with (%s)', array_to_string(reloptions, ', ')), '') end,
                case when relkind in ('v', 'm') then E' as\n' || rtrim(pg_get_viewdef(oid), ';') when relkind = 'p' then ' partition by ' || pg_get_partkeydef(oid) end),
         format('%sdrop %s %s', case when relkind in ('r', 'p', 'S') then '-- look first: ' else '' end, kind, name)
  from relation
union all
  select kind || ' ' || name, format('alter %s %s owner to %I', kind, name, relowner::regrole), null from relation
union all
  select kind || ' ' || name, format('alter %s %s set unlogged', kind, name), format('alter %s %s set logged', kind, name) from relation where relpersistence = 'u'
union all
  select kind || ' ' || name, format('alter table %s enable row level security', name), null from relation where relrowsecurity
union all
  select kind || ' ' || name, format('alter table %s force row level security', name), null from relation where relforcerowsecurity
union all
  select kind || ' ' || name, part.fact, part.undo
  from relation
  join pg_catalog.pg_attribute a on a.attrelid = relation.oid and a.attnum > 0 and not a.attisdropped
  join pg_catalog.pg_type t on t.oid = a.atttypid
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  cross join lateral (
    values
      (format('alter table %s add column %I %s%s%s', name, a.attname, format_type(a.atttypid, a.atttypmod),
              case when a.attcollation <> t.typcollation then format(' collate %s', a.attcollation::regcollation) else '' end,
              case when a.attgenerated <> '' then format(' generated always as (%s)%s', pg_get_expr(d.adbin, d.adrelid), case a.attgenerated when 's' then ' stored' else ' virtual' end)
                   when a.attidentity <> '' then ' generated as identity' else '' end),
       format('-- look first: alter table %s drop column %I', name, a.attname)),
      (case when a.attgenerated = '' and d.oid is not null then format('alter table %s alter column %I set default %s', name, a.attname, pg_get_expr(d.adbin, d.adrelid)) end,
       format('alter table %s alter column %I drop default', name, a.attname)),
      (case when a.attnotnull then format('alter table %s alter column %I set not null', name, a.attname) end,
       format('alter table %s alter column %I drop not null', name, a.attname))
  ) as part (fact, undo)
  where relkind in ('r', 'p', 'f') and part.fact is not null
union all
  select kind || ' ' || name, format('alter table %s inherit %s', name, i.inhparent::regclass), format('alter table %s no inherit %s', name, i.inhparent::regclass)
  from pg_catalog.pg_inherits i join relation on relation.oid = i.inhrelid
union all
  -- What the server's own views of statistics show of columns is values of rows. From FROM on they read alike in every version.
  select 'view ' || c.oid::regclass,
         format(E'create or replace view pg_catalog.%I with (%s) as select …\n', c.relname, array_to_string(c.reloptions, ', ')) || regexp_replace(pg_get_viewdef(c.oid), '^.*?\mFROM\M', 'FROM'), null
  from pg_catalog.pg_class c
  where c.relnamespace = 'pg_catalog'::regnamespace and c.relname in ('pg_stats', 'pg_stats_ext', 'pg_stats_ext_exprs')
) as listed
order by object, fact
