-- A page of notes, of all tenants or of one. Run by rowhouse_admin, which plans anew each time: what is not asked for folds away.
-- $1: a tenant; $3: what is chosen of the filters, each under its name; $4: the order; $6: the id after which the page begins;
-- $7: how many. $2, what is searched for, and $5, the key beside that id, are asked of every list: here nothing can be, and no
-- order has one.
select n.tenant_id || '.' || n.id as id, ''::text as key, n.body,
       (select array[k.tenant_id || '.' || k.id, k.title] from app.tasks k where k.tenant_id = n.tenant_id and k.id = n.task_id) as task,
       (select array[t.tenant_id::text, t.name] from app.tenants t where t.tenant_id = n.tenant_id) as tenant, n.created_at
from app.notes n
where ($1::uuid is null or n.tenant_id = $1) and $2::text is null
  and ($3::jsonb->>'created' is null or (uuid_send(n.id) >= app.id_at(app.begins($3->>'created')) and uuid_send(n.id) < app.id_at(app.ends($3->>'created'))))
  and ($6::text is null
    or ($4 = 'created' and uuid_send(n.id) > uuid_send(split_part($6, '.', 2)::uuid))
    or ($4 = '-created' and uuid_send(n.id) < uuid_send(split_part($6, '.', 2)::uuid)))
order by case when $4 = 'created' then uuid_send(n.id) end, case when $4 = '-created' then uuid_send(n.id) end desc, $5::text
limit $7
