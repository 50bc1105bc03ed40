-- The write guard is asked once for each update, and not twice.
-- Run by: `rowhouse migrate`, as rowhouse_migrator.
--
-- Invariants. As in V1: no row of a suspended or archived tenant is changed. An update asks app.live() when it picks the rows
-- (USING) and asked it again for what they became (WITH CHECK), in the same snapshot, of the same tenant, which tenant_floor
-- holds for both: the second answer was the first one, for an eighth of what PostgreSQL does for a toggle. It has to be
-- spelled out: without WITH CHECK, PostgreSQL uses what USING says (documentation, CREATE POLICY).
set role rowhouse_owner;

create or replace function app.protect(target regclass, insert_columns text[], update_columns text[]) returns void
  language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  own_tenant constant text := 'tenant_id = (select app.tenant_id())';
  live       constant text := '(select app.live())';
  declared   constant text := '(select app.operator_id()) is not null';
  tenant_key smallint;
  bad        text;
  -- The one key that no tenant leads: a tenant is found by its slug before there is any context.
  allowed    constant text := 'tenants_slug_key';
begin
  select a.attnum into tenant_key
  from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = target and a.attname = 'tenant_id' and a.atttypid = 'uuid'::regtype and a.attnotnull
    and pg_get_expr(d.adbin, d.adrelid) = 'app.tenant_id()';
  if not found then
    raise exception '% needs: tenant_id uuid not null default app.tenant_id()', target;
  end if;

  select string_agg(c.relname, ', ') into bad
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = target and (i.indisunique or i.indisexclusion) and i.indkey[0] <> tenant_key and c.relname <> allowed;
  if bad is not null then
    raise exception '%: unique keys must lead with tenant_id, or they tell of other tenants'' rows: %', target, bad;
  end if;
  if not exists (select from pg_index where indrelid = target and indisprimary) then
    raise exception '% needs a primary key that leads with tenant_id', target;
  end if;

  select string_agg(conname, ', ') into bad from pg_constraint
  where conrelid = target and contype = 'f' and conkey[1] <> tenant_key;
  if bad is not null then
    raise exception '%: foreign keys must lead with tenant_id, or they reach across tenants: %', target, bad;
  end if;

  if 'tenant_id' = any (insert_columns || update_columns) then
    raise exception '%: tenant_id is never writable by the application', target;
  end if;

  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);

  execute format('create policy tenant_access on %s as permissive for all to rowhouse_app using (%s) with check (%2$s)', target, own_tenant);
  execute format('create policy tenant_floor on %s as restrictive for all to rowhouse_app using (%s) with check (%2$s)', target, own_tenant);
  execute format('create policy live_insert on %s as restrictive for insert to rowhouse_app with check (%s)', target, live);
  execute format('create policy live_update on %s as restrictive for update to rowhouse_app using (%s) with check (true)', target, live);
  execute format('create policy live_delete on %s as restrictive for delete to rowhouse_app using (%s)', target, live);
  execute format('create policy admin_read on %s as permissive for select to rowhouse_admin using (true)', target);
  execute format('create policy operator_write on %s as permissive for all to rowhouse_operator using (%s) with check (%2$s)', target, declared);

  execute format('comment on policy tenant_access on %s is %L', target, 'The application sees and writes the rows of its transaction''s tenant.');
  execute format('comment on policy tenant_floor on %s is %L', target, 'The same again, restrictive: no policy added later can widen what the application sees.');
  execute format('comment on policy live_insert on %s is %L', target, 'Nothing is added in a tenant that is suspended or archived.');
  execute format('comment on policy live_update on %s is %L', target, 'Nothing is changed in a tenant that is suspended or archived.');
  execute format('comment on policy live_delete on %s is %L', target, 'Nothing is deleted in a tenant that is suspended or archived.');
  execute format('comment on policy admin_read on %s is %L', target, 'The superuser panel reads all tenants; it has no write privilege.');
  execute format('comment on policy operator_write on %s is %L', target, 'A superuser''s act, once the transaction has declared who acts.');

  execute format('grant select on %s to rowhouse_app, rowhouse_admin, rowhouse_operator', target);
  if cardinality(insert_columns) > 0 then
    bad := (select string_agg(quote_ident(c), ', ') from unnest(insert_columns) c);
    execute format('grant insert (%s) on %s to rowhouse_app', bad, target);
    execute format('grant insert (tenant_id, %s) on %s to rowhouse_operator', bad, target);
    -- What the application may not add, it may not delete either.
    execute format('grant delete on %s to rowhouse_app, rowhouse_operator', target);
  end if;
  if cardinality(update_columns) > 0 then
    bad := (select string_agg(quote_ident(c), ', ') from unnest(update_columns) c);
    execute format('grant update (%s) on %s to rowhouse_app, rowhouse_operator', bad, target);
  end if;
end
$$;

-- Tables that are there already, others than those of these migrations among them.
do $$
declare
  target regclass;
begin
  for target in select p.polrelid::regclass from pg_policy p where p.polname = 'live_update' loop
    execute format('alter policy live_update on %s with check (true)', target);
  end loop;
end
$$;

reset role;
