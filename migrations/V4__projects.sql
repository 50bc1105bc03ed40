-- Projects.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
set role rowhouse_owner;

create table app.projects (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null default gen_random_uuid(),
  name       text not null,
  norm       text collate "C" generated always as (app.searchable(name)) stored,
  created_at timestamptz not null default now(),
  version    integer not null default 1,
  -- norm rides along, so that a search reads this tenant's part of this index and no row
  constraint projects_pkey primary key (tenant_id, id) include (norm),
  constraint projects_tenant_fkey foreign key (tenant_id) references app.tenants (tenant_id) on delete cascade,
  constraint projects_name_check check (char_length(name) between 1 and 255 and name ~ '\S')
);
comment on table app.projects is 'A tenant''s projects. Ids are uuid version 7, so their order is the order of creation.';
comment on column app.projects.norm is 'The name as search compares it.';

select app.protect('app.projects', '{id,name}', '{name,version}');
create trigger keep_deleted after delete on app.projects
  referencing old table as deleted for each statement execute function app.keep_deleted();

reset role;
