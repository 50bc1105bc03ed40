-- Removes what was deleted more than thirty days ago. Run by rowhouse_auth, every hour.
select from app.empty_trash()
