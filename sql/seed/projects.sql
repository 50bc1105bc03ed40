-- Adds projects by the dozen. Run by rowhouse_app, under the policies like any other write.
insert into app.projects (id, name) select * from unnest($1::uuid[], $2::text[])
