-- An entry of a tenant's trail, with both sides. Run by rowhouse_admin. $1: era.transaction.id.
select a.era || '.' || a.xid::text || '.' || a.id as id, ''::text as key, a.at,
       case when a.actor is not null then array[a.actor::text, coalesce((select u.login from auth.users u where u.user_id = a.actor), 'somebody removed')
           || coalesce(' (' || (a.impersonator ->> 'name') || ' acting)', '')] end as actor,
       a.act, array[case a.object when 'tenants' then 'tenants/' when 'audit' then '' when 'members' then 'memberships/' || a.tenant_id || '.'
                         else a.object || '/' || a.tenant_id || '.' end || a.object_id::text,
                    coalesce(a.after ->> 'title', a.after ->> 'name', a.after ->> 'display_name', a.before ->> 'title', a.before ->> 'name',
                             a.before ->> 'display_name', a.object)] as object,
       null::text as changes, (select array[n.tenant_id::text, n.name] from app.tenants n where n.tenant_id = a.tenant_id) as tenant,
       a.before::text as before, a.after::text as after, a.login::text as login
from app.audit a
where a.era = split_part($1, '.', 1)::integer and a.xid = split_part($1, '.', 2)::xid8 and a.id = split_part($1, '.', 3)::uuid
