-- The eight latest acts of superusers, and what became due of them: who did what to whom or what, where that is seen, and how many
-- seconds ago. Run by rowhouse_admin.
-- Each kind of act is found in the index after the one before, and of each the latest: signing in, however often, is not read, and
-- neither is what people do with their own second factor, nor who looked at what.
with recursive kind as (
  (select act from auth.trail order by act limit 1)
  union all
  select (select t.act from auth.trail t where t.act > kind.act order by t.act limit 1) from kind where kind.act is not null
)
select t.act, (select u.login from auth.users u where u.user_id = t.actor) as actor, case when o.is_called is not null then t.path end as path,
       -- As it is called now, or was when it was deleted.
       coalesce(o.is_called, case when t.object in ('project', 'task') then
         (select (array_agg(coalesce(g.object ->> 'name', g.object ->> 'title') order by g.deleted_at desc))[1] from app.trash g
          where g.tenant_id = t.tenant_id and g.object_id = t.object_id) end) as object,
       extract(epoch from now() - t.at)::bigint as age
from (
  select l.*, case when l.object in ('project', 'task') then (l.details ->> 'tenant')::uuid end as tenant_id,
         case when l.object = 'project' then coalesce(l.details ->> 'to', l.details ->> 'tenant')::uuid end as in_tenant,
         case l.object when 'user' then 'users/' when 'tenant' then 'tenants/' when 'project' then 'projects/' || coalesce(l.details ->> 'to', l.details ->> 'tenant') || '.'
           when 'task' then 'tasks/' || (l.details ->> 'tenant') || '.' end || l.object_id as path
  from kind
  cross join lateral (
    select era, xid, trail_id, act, at, actor, object, object_id, details
    from auth.trail
    where act = kind.act
    order by era desc, xid desc, trail_id desc
    limit 8
  ) l
  where kind.act not in ('signed_in', 'signed_out', 'sign_in_failed', 'reauthenticated', 'reauthentication_failed',
                         'second_factor_set_up', 'recovery_codes_written', 'second_factor_ended', 'looked_at', 'exported')
  order by l.era desc, l.xid desc, l.trail_id desc
  limit 8
) t
cross join lateral (
  select case t.object
           when 'user' then (select u.login from auth.users u where u.user_id = t.object_id)
           when 'tenant' then (select n.name from app.tenants n where n.tenant_id = t.object_id)
           when 'project' then (select p.name from app.projects p where p.tenant_id = t.in_tenant and p.id = t.object_id)
           when 'task' then (select k.title from app.tasks k where k.tenant_id = t.tenant_id and k.id = t.object_id) end as is_called
) o
order by t.era desc, t.xid desc, t.trail_id desc
