-- Up to which batch the retention removed the entries, as the sealed trails say; no row when it removed none. Run by rowhouse_admin.
select max((after ->> 'through')::bigint) as through from app.audit where act = 'expire' having count(*) > 0
