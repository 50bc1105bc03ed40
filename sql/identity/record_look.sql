-- Files that whoever has a session looks at the page of a thing: false where that is neither a superuser nor support. Run by rowhouse_auth.
-- $1: the hash of the session; $2: the kind of thing; $3, $4: its id, and its tenant's or null; $5: where its page is.
select auth.record_look($1, $2, $3, $4, $5)
