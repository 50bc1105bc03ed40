-- Whether the superuser of a session has a second factor, and gave a code. Run by rowhouse_auth at the door of the panel.
select active_since, given_at, begun, recovery_codes from auth.second_factor($1)
