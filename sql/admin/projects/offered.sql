-- Projects of the tenant of a slug ($1) whose name begins so, by name, and whether another is called the same. Run by rowhouse_admin.
-- $2: how it begins; $3: how many. Of a tenant's projects, 10,000 at most are looked at.
select p.id, p.name, p.alike > 1 as several
from (
  select l.id, l.name, l.norm, count(*) over (partition by l.norm) as alike
  from (
    select p.id, p.name, p.norm
    from app.tenants t join app.projects p on p.tenant_id = t.tenant_id
    where t.slug = $1 and p.norm ^@ app.searchable($2)
    limit 10000
  ) l
) p
order by p.norm, p.id
limit $3
