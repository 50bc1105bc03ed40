-- A superuser adds a task by hand, as projects, tenants and people are added.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. As for every act on projects and tasks: the operator writes the row, and the same statement files the act through
-- auth.record_act, which asks whether an active superuser acts. An act that is not named there cannot be filed, nor done.
set role rowhouse_auth_owner;
-- The migrator's is off; but the bodies of definer functions are checked here as they will run, with it on.
set row_security = on;

create or replace function auth.record_act(p_act text, p_object_id uuid, p_details jsonb, p_reason text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  acting constant uuid := auth.acting_superuser();
  object constant text := case when p_act in ('project_created', 'project_renamed', 'project_deleted', 'project_restored', 'project_moved') then 'project'
                               when p_act in ('task_created', 'task_edited', 'task_deleted', 'task_restored') then 'task' end;
begin
  if object is null then
    raise exception 'no such act' using errcode = 'invalid_parameter_value';
  end if;
  perform auth.note(p_act, acting, object, p_object_id, jsonb_strip_nulls(coalesce(p_details, '{}') || jsonb_build_object('reason', p_reason)));
  return true;
end
$$;

reset row_security;
reset role;
