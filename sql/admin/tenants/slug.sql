-- A slug for a tenant of that name ($1) that no other has: its letters without their accents, with hyphens between; no row where
-- none can be made of it, or fifty are taken. Run by rowhouse_admin.
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
where length(p.base) >= 2 and not exists (select from app.tenants t where t.slug = s.slug)
order by s.n
limit 1
