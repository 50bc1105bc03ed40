-- Forgets expired sessions and old attempts. Run by rowhouse_auth, every hour.
select from auth.sweep()
