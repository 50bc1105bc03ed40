-- Seals the entries of the audit trail that are settled: the batches that were made. Run by rowhouse_operator, every minute.
select batch, hash from app.seal_audit()
