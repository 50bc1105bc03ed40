-- An entry of the trail of the installation, with all that it tells. Run by rowhouse_admin. $1: era.transaction.id.
select t.era || '.' || t.xid::text || '.' || t.trail_id as id, ''::text as key, t.at,
       case when t.actor is not null then array[t.actor::text, coalesce((select u.login from auth.users u where u.user_id = t.actor), 'somebody removed')] end as actor,
       t.act,
       case when t.object = 'list' then array['', t.details ->> 'list']
            when t.object_id is not null then array[coalesce(t.details ->> 'page', case t.object when 'user' then 'users/' when 'tenant' then 'tenants/' when 'project' then 'projects/' || coalesce(t.details ->> 'to', t.details ->> 'tenant', '') || '.'
             when 'task' then 'tasks/' || coalesce(t.details ->> 'tenant', '') || '.' else '' end || t.object_id::text),
             -- As it is called now, or was when it was deleted.
             coalesce(case t.object
                 when 'user' then (select u.login from auth.users u where u.user_id = t.object_id)
                 when 'membership' then (select u.login from auth.users u where u.user_id = t.object_id)
                 when 'session' then (select u.login from auth.sessions s join auth.users u on u.user_id = s.user_id where s.session_id = t.object_id)
                 when 'tenant' then (select n.name from app.tenants n where n.tenant_id = t.object_id)
                 when 'project' then (select p.name from app.projects p where p.tenant_id = coalesce(t.details ->> 'to', t.details ->> 'tenant')::uuid and p.id = t.object_id)
                 when 'task' then (select k.title from app.tasks k where k.tenant_id = (t.details ->> 'tenant')::uuid and k.id = t.object_id) end,
               case when t.object in ('project', 'task') then
                 (select (array_agg(coalesce(g.object ->> 'name', g.object ->> 'title') order by g.deleted_at desc))[1] from app.trash g
                  where g.tenant_id = (t.details ->> 'tenant')::uuid and g.object_id = t.object_id) end,
               t.object)] end as object,
       t.details ->> 'reason' as reason,
       (t.details - 'reason')::text as details,
       t.login::text as login
from auth.trail t
where t.trail_id = split_part($1, '.', 3)::uuid
