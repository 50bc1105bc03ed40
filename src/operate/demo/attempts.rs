//! Injections, as far as they get: in a transaction of the application, what somebody typed has become part of a statement.
//!
//! Each is harmless where its guard is broken: what should be refused is taken back, and no attempt reaches outside of the
//! database but by a program that does nothing.

use super::{
    Tenant,
    step::{Act, Expect, Step},
    tour::{DENIED, inside, step},
};

/// SQLSTATE `syntax_error`: two statements in one that is prepared.
const SYNTAX_ERROR: &str = "42601";

pub(super) fn acts(ours: &Tenant, theirs: &Tenant) -> Vec<Act> {
    vec![values(ours, theirs), predicates(ours), context(ours, theirs), roles(ours), around(ours)]
}

fn refused(sql: impl Into<String>) -> Step {
    step(sql, Expect::Refused(DENIED))
}

/// Sent as the application sends everything.
fn prepared(sql: String, parameters: &[&str], expect: Expect) -> Step {
    let parameters = parameters.iter().map(|&value| value.to_owned()).collect();
    Step { sql, parameters: Some(parameters), expect }
}

fn values(ours: &Tenant, theirs: &Tenant) -> Act {
    Act {
        title: "Injection: what people type",
        why: "The application prepares its statements and sends what people type as parameters, which are compared and never \
              read as SQL. And what is prepared is one statement: a second one behind it is refused, even where somebody \
              did put text together.",
        scenes: vec![inside(
            ours,
            vec![
                prepared(
                    "select title from app.tasks where strpos(title, $1) > 0".to_owned(),
                    &["' OR 1=1 --"],
                    Expect::Nothing,
                ),
                prepared(
                    format!(
                        "select title from app.tasks where title like '%'; set local app.tenant_id = '{}' --%'",
                        theirs.id
                    ),
                    &[],
                    Expect::Refused(SYNTAX_ERROR),
                ),
            ],
        )],
    }
}

fn predicates(ours: &Tenant) -> Act {
    Act {
        title: "Injection: another condition, another table",
        why: "Suppose that it was put into the statement. The policy is ANDed to whatever the condition has become; people \
              and their sign-in are in schema auth, which this role may not enter.",
        scenes: vec![inside(
            ours,
            vec![
                step(
                    "select distinct tenant_id from app.tasks where title like '%' or true --%'",
                    Expect::only(ours),
                ),
                step(
                    "select tenant_id, title from app.tasks where title like ''\n  \
                     union select tenant_id, name from app.tenants --'",
                    Expect::only(ours),
                ),
                refused(
                    "select title from app.tasks where title like '%' union select login from auth.users --%'",
                ),
            ],
        )],
    }
}

fn context(ours: &Tenant, theirs: &Tenant) -> Act {
    let forge = format!("set_config('app.tenant_id', '{}', true)", theirs.id);
    Act {
        title: "Injection: another tenant's context",
        why: "SET LOCAL is a statement and cannot stand in a query. Its form as a function, set_config, is taken from \
              everybody, by whatever way it is reached; so are the functions that run a text as SQL.",
        scenes: vec![inside(
            ours,
            vec![
                refused(format!("select {forge}")),
                refused(format!(
                    "with forged as materialized (select {forge})\n  select title from app.tasks, forged limit 3"
                )),
                refused(format!(
                    "update pg_catalog.pg_settings set setting = '{}' where name = 'app.tenant_id'",
                    theirs.id
                )),
                refused("select query_to_xml('select title from app.tasks', true, true, '')"),
            ],
        )],
    }
}

fn roles(ours: &Tenant) -> Act {
    Act {
        title: "Injection: becoming somebody else",
        why: "Each kind of access logs in by itself, and rowhouse_app is a member of nothing.",
        scenes: vec![inside(
            ours,
            vec![
                refused("set role rowhouse_admin"),
                refused("set role rowhouse_owner"),
                refused("set session authorization rowhouse_admin"),
            ],
        )],
    }
}

fn around(ours: &Tenant) -> Act {
    let mut without = inside(ours, vec![refused("select count(*) from app.tasks")]);
    without.opening.push_str("; set local row_security = off");
    Act {
        title: "Injection: around the policies",
        why: "TRUNCATE asks no policy, so it is not granted; programs on the server are for its superuser; the tables are \
              not this role's to alter. And row_security = off turns no policy off: it turns a query that a policy would \
              filter into an error.",
        scenes: vec![
            inside(
                ours,
                vec![
                    refused("truncate app.tasks"),
                    refused("copy app.tasks to program 'true'"),
                    refused("alter table app.tasks disable row level security"),
                    refused("create policy open on app.tasks to rowhouse_app using (true)"),
                ],
            ),
            without,
        ],
    }
}
