-- Which database of which server a connection reaches. The connections of the program must reach the same, or what is
-- examined is not what is served.
-- Run by rowhouse_app, rowhouse_auth, rowhouse_admin and rowhouse_operator in `rowhouse doctor`.
select d.datname::text as database, current_setting('server_version') as server, format('%s of server %s', d.oid, system_identifier) as place,
       -- A copy of a server's files has the same identifier, and another start. So has a standby, which follows its primary.
       case when not pg_is_in_recovery() then pg_postmaster_start_time()::timestamp::text end as started
from pg_catalog.pg_control_system() join pg_catalog.pg_database d on d.datname = current_database()
