-- A slug for a tenant of that name ($1) that no other has: its letters without their accents, with hyphens between; no row where
-- none can be made of it, or fifty are taken. Run by rowhouse_admin.
-- What auth.open_tenant keeps for the service is none: its list stands here once more.
with plain as (
  select btrim(left(regexp_replace(
           regexp_replace(normalize(replace(translate(lower(normalize($1, nfkc)), 'øłđı', 'oldi'), 'ß', 'ss'), nfkd), '[\u0300-\u036f]', '', 'g'),
           '[^a-z0-9]+', '-', 'g'), 60), '-') as base
)
select s.slug
from plain p
cross join lateral (
  select case n when 1 then p.base else p.base || '-' || n end as slug, n from generate_series(1, 50) n
) s
where length(p.base) >= 2
  and s.slug not in ('admin', 'api', 'app', 'assets', 'audit', 'auth', 'health', 'help', 'login', 'logout', 'metrics', 'operator', 'projects',
                     'public', 'root', 'rowhouse', 'search', 'static', 'status', 'support', 'system', 'tasks', 'tenants', 'www')
  and not exists (select from app.tenants t where t.slug = s.slug)
order by s.n
limit 1
