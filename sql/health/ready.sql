-- Whether the database answers. Run by rowhouse_auth.
select true
