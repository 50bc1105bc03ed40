-- What a connection of the program must be: signed in as the one role ($1) that its transactions are written for, with row
-- security on and no context of its own. Gives a row for each thing that it is not.
-- Run by rowhouse_app, rowhouse_auth, rowhouse_admin and rowhouse_operator, each on its own connection, in `rowhouse doctor`.
with expected (role) as (values ($1::text))
select false as warning, 'connection of ' || role as object, problem, lets, mend
from expected cross join lateral (
  select format('it signs in as %s', session_user) as problem, 'policies and privileges are written for another role' as lets,
         format('-- give the program the URL of role %s', role) as mend
  where session_user <> role
union all
  select format('its role is %s, and not the one that signed in', current_user), 'policies and privileges of another role apply', format('alter role %I reset role', session_user)
  where current_user <> session_user
union all
  select 'it is a superuser', 'no policy applies to it: every tenant sees every row', format('-- give the program the URL of role %s', role)
  where current_setting('is_superuser') = 'on'
union all
  select format('%s is %L', wanted.name, current_setting(wanted.name)), wanted.lets, format('alter role %I set %s = %s', session_user, wanted.name, wanted.value)
  from (values
    ('row_security', 'on', 'queries fail instead of being filtered'),
    ('search_path', 'pg_catalog', 'a name without a schema means what somebody else made'),
    ('session_replication_role', 'origin', 'triggers and the checks of foreign keys do not run')) as wanted (name, value, lets)
  -- how a name was quoted depends on the session that set it
  where replace(current_setting(wanted.name), '"', '') <> wanted.value
union all
  select format('%s is set to %L before any transaction', context.name, current_setting(context.name, true)), 'a transaction without a context has one: it sees that tenant''s rows',
         format('-- find where it is set (select * from pg_db_role_setting; the URL), then: alter role %I reset %s', session_user, context.name)
  from (values ('app.tenant_id'), ('app.user_id'), ('app.operator_id')) as context (name)
  where coalesce(current_setting(context.name, true), '') <> ''
) as broken
