-- Whether a person is an active superuser still, asked while a long file is written. Run by rowhouse_admin.
select exists (select from auth.users u where u.user_id = $1 and u.superuser and u.status = 'active') as still
