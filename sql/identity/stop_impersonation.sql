-- Gives a session back to its superuser; false when nobody was impersonated. Run by rowhouse_auth.
select auth.stop_impersonation($1)
