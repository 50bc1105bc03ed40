-- The chain of the audit trail, to be held against what is known of it outside the database. Run by rowhouse_admin.
select batch, hash from auth.batches order by batch
