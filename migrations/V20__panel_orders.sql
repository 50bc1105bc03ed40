-- What the lists of the superuser's panel gained: the kind of thing that an entry of the trail is about, and two orders at once.
-- Run by: the migrator.
--
-- Invariant. As in V16, each index on a table of tenants is on expressions that no statement of a tenant uses.
set role rowhouse_owner;

-- A status or a role has few values: each is walked by itself, either way, in the order of what comes second. By when something
-- was created, tenants_by_status, users_by_status and members_role lead there already.
create index tenants_by_status_name on app.tenants (left(status, 8) collate "C", left(app.searchable(name), 64) collate "C", uuid_send(tenant_id));
create index members_by_role_name on app.members (left(role, 1) collate "C", left(app.searchable(display_name), 64) collate "C", uuid_send(tenant_id), uuid_send(user_id));

set role rowhouse_auth_owner;
create index users_by_status_login on auth.users (left(status, 8) collate "C", login, uuid_send(user_id));
-- What happened to tenants, projects and tasks is not hidden by those who sign in. The trails of the tenants have none of it:
-- whoever writes there would pay for it.
create index trail_kind on auth.trail (object, era, xid, trail_id);

reset role;
