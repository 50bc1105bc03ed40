-- What narrows the lists of the superuser's panel gained: how many there are of something, and who has a second factor.
-- Run by: the migrator.
--
-- Invariants. What a range leaves open nobody counts: a row's things are counted as far as the range needs, and no further. Of second
-- factors rowhouse_admin learns whose are in force, and nothing else: it may read one column, of those rows alone.
set role rowhouse_owner;

-- A range is '3', '3..', '..3' or '2..5'. Immutable, so that the planner knows the bounds and no row computes them again.
create function app.counted_for(p_range text) returns bigint language sql immutable parallel safe
  return 1 + coalesce(nullif(split_part(p_range, '..', case when p_range like '%..%' then 2 else 1 end), ''), split_part(p_range, '..', 1))::bigint;
comment on function app.counted_for(text) is 'How far one has to count to know whether a number is in a range.';

create function app.in_range(p_number bigint, p_range text) returns boolean language sql immutable parallel safe
  return case when p_range not like '%..%' then p_number = p_range::bigint
              else p_number >= coalesce(nullif(split_part(p_range, '..', 1), '')::bigint, 0)
               and (p_range like '%..' or p_number <= nullif(split_part(p_range, '..', 2), '')::bigint) end;
comment on function app.in_range(bigint, text) is 'Whether a number that was counted so far is in a range.';

grant execute on function app.counted_for(text), app.in_range(bigint, text) to rowhouse_admin;

set role rowhouse_auth_owner;
create policy admin_read on auth.second_factors as permissive for select to rowhouse_admin using (active_since is not null);
comment on policy admin_read on auth.second_factors is 'The superuser panel says whose second factor is in force; it has no privilege on secrets, nor on when.';
grant select (user_id) on auth.second_factors to rowhouse_admin;

reset role;
