-- What the superuser panel looks through: indexes that lead over all tenants, for lists of a million rows.
-- Run by: the migrator.
--
-- Invariant. Each is on expressions that no statement of a tenant uses (the bytes of an id, the beginning of a name), so that the
-- planner cannot choose one for a tenant's request, which would then read other tenants' entries to leave them out again.
-- tests/it/plans.rs holds it to that. Ids are version 7: the order of their bytes is the order of creation.
set role rowhouse_owner;

create index tenants_newest on app.tenants (uuid_send(tenant_id));
create index tenants_by_name on app.tenants (left(app.searchable(name), 64) collate "C", uuid_send(tenant_id));
-- Most tenants are active; the others are few, and looked for.
create index tenants_closed on app.tenants (status, uuid_send(tenant_id)) where status <> 'active';

create index members_newest on app.members (timestamptz_send(created_at), uuid_send(tenant_id), uuid_send(user_id));
create index members_by_name on app.members (left(app.searchable(display_name), 64) collate "C", uuid_send(tenant_id), uuid_send(user_id));
create index members_role on app.members (left(role, 1) collate "C", timestamptz_send(created_at), uuid_send(tenant_id), uuid_send(user_id));

create index projects_newest on app.projects (uuid_send(id));
create index projects_by_name on app.projects (left(norm, 64), uuid_send(id));

create index tasks_newest on app.tasks (uuid_send(id));
create index tasks_by_title on app.tasks (left(norm, 64), uuid_send(id));

-- The functions of schema auth write tenants and members, and so compute what these indexes hold.
grant execute on function app.searchable(text) to rowhouse_auth_owner;

set role rowhouse_auth_owner;
create index users_newest on auth.users (uuid_send(user_id));
create index users_by_name on auth.users (left(app.searchable(display_name), 64) collate "C", uuid_send(user_id));
create index users_deactivated on auth.users (uuid_send(user_id)) where status = 'deactivated';
create index users_superusers on auth.users (uuid_send(user_id)) where superuser;
-- What happened to one kind of thing, or was done by one person, of all that happened.
create index trail_act on auth.trail (act, era, xid, trail_id) include (at);

reset role;
