-- The version of PostgreSQL, without what a distribution adds to it. Run by rowhouse_admin.
select split_part(current_setting('server_version'), ' ', 1) as postgresql
