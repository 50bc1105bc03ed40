-- Slides the idle expiry of a session in use. Run by rowhouse_auth, off the path of the request.
select from auth.session_touch($1)
