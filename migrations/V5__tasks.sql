-- Tasks.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
set role rowhouse_owner;

create table app.tasks (
  tenant_id    uuid not null default app.tenant_id(),
  id           uuid not null default gen_random_uuid(),
  project_id   uuid not null,
  title        text not null,
  norm         text collate "C" generated always as (app.searchable(title)) stored,
  completed_at timestamptz,
  created_at   timestamptz not null default now(),
  version      integer not null default 1,
  constraint tasks_pkey primary key (tenant_id, id) include (norm),
  constraint tasks_tenant_fkey foreign key (tenant_id) references app.tenants (tenant_id) on delete cascade,
  constraint tasks_project_fkey foreign key (tenant_id, project_id) references app.projects (tenant_id, id) on delete cascade,
  constraint tasks_title_check check (char_length(title) between 1 and 255 and title ~ '\S')
);
-- a project's tasks, newest first
create index tasks_project on app.tasks (tenant_id, project_id, id);
-- counts and progress, from the index alone
create index tasks_progress on app.tasks (tenant_id, project_id, completed_at);
comment on table app.tasks is 'A tenant''s tasks, each in one project of the same tenant. Ids are uuid version 7.';
comment on column app.tasks.completed_at is 'When it was done; null while it is open.';
comment on column app.tasks.norm is 'The title as search compares it.';

select app.protect('app.tasks', '{id,project_id,title,completed_at}', '{project_id,title,completed_at,version}');
create trigger keep_deleted after delete on app.tasks
  referencing old table as deleted for each statement execute function app.keep_deleted();

reset role;
