-- Renames a project, unless somebody else did since version $3 was read (null: whatever the version). Run by rowhouse_app.
update app.projects set name = $2, version = version + 1
where id = $1 and version = coalesce($3, version)
