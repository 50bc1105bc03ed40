-- The roles of Rowhouse: attributes, memberships, and the settings that come with a login or the database and that row
-- security rests on. Other roles are looked at in rules/roles.sql.
-- Run by rowhouse_auth in `rowhouse doctor`, which compares the answer with roles.txt; auditors run it in psql.
-- Every setting that a role or a database may bring along was gone through, in PostgreSQL 15 and 18. Not listed, because operators
-- tune them and nothing rests on them: timeouts, memory, planner, statistics, durability, logging, isolation levels, and how values
-- are written, which the doctor sets for itself.
select object, fact, undo
from (
  select 'role ' || rolname as object,
         format('alter role %I %slogin %sinherit %ssuperuser %sbypassrls %screatedb %screaterole %sreplication', rolname,
                case when rolcanlogin then '' else 'no' end, case when rolinherit then '' else 'no' end,
                case when rolsuper then '' else 'no' end, case when rolbypassrls then '' else 'no' end,
                case when rolcreatedb then '' else 'no' end, case when rolcreaterole then '' else 'no' end,
                case when rolreplication then '' else 'no' end) as fact,
         format('-- look first: drop role %I', rolname) as undo
  from pg_catalog.pg_roles
  where rolname like 'rowhouse\_%'
union all
  -- Both directions: what a role of Rowhouse can become, and who can become it. Superusers can become anybody anyway.
  select distinct 'role ' || member.rolname,
         format('grant %I to %I%s%s', granted.rolname, member.rolname,
                case when m.admin_option then ' with admin option' else '' end,
                -- since PostgreSQL 16 each membership says whether it is inherited; before, the member's attribute does
                case when (to_jsonb(m) ->> 'inherit_option')::boolean and not member.rolinherit then ' with inherit true' else '' end),
         format('revoke %I from %I', granted.rolname, member.rolname)
  from pg_catalog.pg_auth_members m
  join pg_catalog.pg_roles granted on granted.oid = m.roleid
  join pg_catalog.pg_roles member on member.oid = m.member
  where (granted.rolname like 'rowhouse\_%' or member.rolname like 'rowhouse\_%') and not member.rolsuper
union all
  select case when s.setrole = 0 then 'database' else 'role ' || r.rolname end,
         target.ddl || format(' set %s = %L', setting.name, setting.value),
         target.ddl || format(' reset %s', setting.name)
  from pg_catalog.pg_db_role_setting s
  left join pg_catalog.pg_roles r on r.oid = s.setrole
  cross join lateral unnest(s.setconfig) as line
  cross join lateral (select split_part(line, '=', 1) as name, substr(line, strpos(line, '=') + 1) as written) as line_of
  -- how a name was quoted depends on the session that set it
  cross join lateral (select name, case when name ~ '_path$' then regexp_replace(written, '"([a-z_]+)"', '\1', 'g') else written end as value) as setting
  cross join lateral (
    select case when s.setrole = 0 and s.setdatabase = 0 then 'alter role all'
                when s.setrole = 0 then 'alter database :database'
                when s.setdatabase = 0 then format('alter role %I', r.rolname)
                else format('alter role %I in database :database', r.rolname) end as ddl) as target
  where (s.setrole = 0 or r.rolname like 'rowhouse\_%')
    and (s.setdatabase = 0 or s.setdatabase = (select oid from pg_catalog.pg_database where datname = current_database()))
    -- each login has a search path of its own, which is listed and comes before this one
    and not (s.setrole = 0 and setting.name = 'search_path')
    and (lower(setting.name) ~ '^(app|plpgsql)\.|_(libraries|path)$'
         or lower(setting.name) in ('row_security', 'default_transaction_read_only', 'session_replication_role', 'role', 'session_authorization', 'event_triggers',
                                    'lo_compat_privileges', 'allow_system_table_mods', 'ignore_system_indexes', 'zero_damaged_pages',
                                    'transform_null_equals', 'standard_conforming_strings', 'backslash_quote', 'array_nulls',
                                    'check_function_bodies', 'restrict_nonsystem_relation_kind', 'createrole_self_grant', 'default_table_access_method'))
) as listed
order by object, fact
