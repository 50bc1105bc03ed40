-- sql/search/projects.sql with its tenant named: $3.
select id, name from app.projects
where tenant_id = $3 and strpos(norm, (select app.searchable($1) collate "C")) > 0
order by id desc
limit $2
