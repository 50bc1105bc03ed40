-- How many there are of each kind of thing that the panel lists: counted up to a thousand and one, and as the planner estimates.
-- Run by rowhouse_admin.
-- An estimate is as of the last ANALYZE, and -1 before the first: whoever shows it says that it is one. That of sessions has
-- those in it that expired and are not swept yet.
select (select count(*) from (select from app.tenants limit 1001) counted) as tenants,
       (select reltuples::bigint from pg_class where oid = 'app.tenants'::regclass) as tenants_estimated,
       (select count(*) from (select from auth.users limit 1001) counted) as people,
       (select reltuples::bigint from pg_class where oid = 'auth.users'::regclass) as people_estimated,
       (select count(*) from (select from app.projects limit 1001) counted) as projects,
       (select reltuples::bigint from pg_class where oid = 'app.projects'::regclass) as projects_estimated,
       (select count(*) from (select from app.tasks limit 1001) counted) as tasks,
       (select reltuples::bigint from pg_class where oid = 'app.tasks'::regclass) as tasks_estimated,
       (select count(*) from (
          select from auth.sessions where expires_at > now() and idle_expires_at > now() limit 1001
        ) counted) as sessions,
       (select reltuples::bigint from pg_class where oid = 'auth.sessions'::regclass) as sessions_estimated,
       (select count(*) from (select from app.members limit 1001) counted) as memberships,
       (select reltuples::bigint from pg_class where oid = 'app.members'::regclass) as memberships_estimated,
       (select count(*) from (select from app.audit limit 1001) counted) as audit,
       (select reltuples::bigint from pg_class where oid = 'app.audit'::regclass) as audit_estimated,
       (select count(*) from (select from auth.trail limit 1001) counted) as trail,
       (select reltuples::bigint from pg_class where oid = 'auth.trail'::regclass) as trail_estimated
