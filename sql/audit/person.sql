-- What a member of the tenant is called. Run by rowhouse_app.
select display_name from app.members where user_id = $1
