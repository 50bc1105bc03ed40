-- Whether the superuser or support of a session has a second factor, and gave a code, and what that person may do. Run by rowhouse_auth
-- at the door of the panel.
select active_since, given_at, begun, recovery_codes, superuser, rights from auth.second_factor($1)
