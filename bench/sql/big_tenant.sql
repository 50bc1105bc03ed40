-- One tenant of 200,000 tasks in 20 projects, unless it is there. Run by the superuser, past the policies. Ids have the
-- form of version 7, in the order of their numbers.
do $$
declare
  big constant uuid := '01000000-0000-7000-8000-000000000000';
begin
  if exists (select from app.tenants where tenant_id = big) then
    return;
  end if;
  insert into app.tenants (tenant_id, slug, name) values (big, 'big-tenant', 'Big tenant');
  insert into auth.memberships (user_id, tenant_id) select user_id, big from auth.users where login = 'tenant3user';
  insert into app.projects (tenant_id, id, name)
    select big, ('01000000-0000-7000-8001-' || lpad(to_hex(p), 12, '0'))::uuid, 'Project ' || p from generate_series(1, 20) p;
  insert into app.tasks (tenant_id, id, project_id, title, completed_at)
    select big, ('01000000-0000-7000-8002-' || lpad(to_hex(k), 12, '0'))::uuid,
           ('01000000-0000-7000-8001-' || lpad(to_hex(1 + k % 20), 12, '0'))::uuid,
           (array['Review', 'Draft', 'Plan', 'Test', 'Order', 'Discuss', 'Measure'])[1 + k % 7] || ' the budget (' || k || ')',
           case when k % 3 = 0 then now() end
    from generate_series(1, 200000) k;
end
$$;
