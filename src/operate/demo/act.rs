//! The acts of the tour: what is said, what is sent, and what must come back. Data alone; nothing here runs anything.
//!
//! The ids in the statements are those of two tenants of the database, so each line can be typed again in psql.

use crate::columns;

/// A tenant that is shown.
pub(super) struct Host {
    pub(super) id: String,
    pub(super) name: String,
    project: String,
    task: String,
    tasks: i64,
}

columns!(Host { id, name, project, task, tasks });

/// Who sends a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A tenant's request.
    App,
    /// The superuser panel, reading.
    Admin,
}

/// What must come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// One row of one value.
    Value(String),
    /// No row.
    NoRow,
    /// So many rows at least.
    Rows(usize),
    /// A change of so many rows.
    Changed(i64),
    /// A refusal with this SQLSTATE (PostgreSQL documentation, appendix A).
    Refused(&'static str),
}

/// One transaction of one statement.
pub(super) struct Scene<'a> {
    pub(super) role: Role,
    pub(super) tenant: Option<&'a Host>,
    pub(super) read_only: bool,
    pub(super) statement: String,
    /// What `$1` stands for.
    pub(super) parameter: Option<&'static str>,
    pub(super) expected: Expected,
}

/// A few scenes that show one thing.
pub(super) struct Act<'a> {
    pub(super) title: &'static str,
    pub(super) why: &'static str,
    pub(super) scenes: Vec<Scene<'a>>,
}

const DENIED: Expected = Expected::Refused("42501");
const NO_SUCH_ROW: Expected = Expected::Refused("23503");

fn scene(role: Role, tenant: Option<&Host>, statement: impl Into<String>, expected: Expected) -> Scene<'_> {
    Scene { role, tenant, read_only: false, statement: statement.into(), parameter: None, expected }
}

/// The whole tour, as `own`, beside `other`.
pub(super) fn acts<'a>(own: &'a Host, other: &'a Host) -> Vec<Act<'a>> {
    let mut acts = seeing(own, other);
    acts.extend(changing(own, other));
    acts.push(injecting(own, other));
    acts
}

fn seeing<'a>(own: &'a Host, other: &'a Host) -> Vec<Act<'a>> {
    let app = |tenant, statement: String, expected| scene(Role::App, tenant, statement, expected);
    let count = "select count(*) from app.tasks";
    let tenant = "select coalesce(current_setting('app.tenant_id', true), '') as tenant_id";
    vec![
        Act {
            title: "No context, no rows",
            why: "The application signs in as a role of its own. Without a tenant its policies compare with null, and admit nothing.",
            scenes: vec![
                app(None, count.to_owned(), Expected::Value("0".to_owned())),
                app(None, "select name from app.tenants".to_owned(), Expected::NoRow),
            ],
        },
        Act {
            title: "Filtering, without a word about it",
            why: "SET LOCAL names the tenant of the transaction. The query names none; the policy tenant_access adds the condition.",
            scenes: vec![
                app(Some(own), count.to_owned(), Expected::Value(own.tasks.to_string())),
                app(
                    Some(own),
                    "select count(distinct tenant_id) from app.tasks".to_owned(),
                    Expected::Value("1".to_owned()),
                ),
                app(Some(own), "select name from app.tenants".to_owned(), Expected::Value(own.name.clone())),
            ],
        },
        Act {
            title: "The same query, another tenant",
            why: "The context belongs to the transaction and ends with it: the next one on the same connection begins with none.",
            scenes: vec![
                app(Some(other), count.to_owned(), Expected::Value(other.tasks.to_string())),
                app(None, tenant.to_owned(), Expected::Value(String::new())),
            ],
        },
        Act {
            title: "Asking for another tenant's rows",
            why: "A condition can narrow what the policy admits and never widen it. A row of another tenant is a row that does not exist.",
            scenes: vec![
                app(
                    Some(own),
                    format!("select title from app.tasks where tenant_id = '{}'", other.id),
                    Expected::NoRow,
                ),
                app(
                    Some(own),
                    format!("select title from app.tasks where id = '{}'", other.task),
                    Expected::NoRow,
                ),
            ],
        },
        Act {
            title: "The superuser panel asks across tenants, and says so",
            why: "It signs in as another role, whose policy admits every row and which has no privilege to write. No request of a tenant can become it.",
            scenes: vec![
                scene(
                    Role::Admin,
                    None,
                    format!(
                        "select t.name, count(*) as tasks\n  from app.tenants t join app.tasks k using (tenant_id)\n  where t.tenant_id in ('{}', '{}')\n  group by t.name order by t.name",
                        own.id, other.id
                    ),
                    Expected::Rows(2),
                ),
                scene(
                    Role::Admin,
                    None,
                    format!("update app.tasks set title = 'mine' where id = '{}'", other.task),
                    DENIED,
                ),
            ],
        },
    ]
}

fn changing<'a>(own: &'a Host, other: &'a Host) -> Vec<Act<'a>> {
    let app = |statement: String, expected| scene(Role::App, Some(own), statement, expected);
    vec![
        Act {
            title: "A new row belongs to the tenant of its transaction",
            why: "tenant_id has app.tenant_id() as its default, and no role of a request may write it: privileges are granted column by column.",
            scenes: vec![
                app(
                    "insert into app.projects (name) values ('From the tour') returning tenant_id".to_owned(),
                    Expected::Value(own.id.clone()),
                ),
                app(
                    format!("insert into app.projects (tenant_id, name) values ('{}', 'Smuggled')", other.id),
                    DENIED,
                ),
                app(format!("update app.projects set tenant_id = '{}'", other.id), DENIED),
            ],
        },
        Act {
            title: "Changing and deleting another tenant's rows",
            why: "What cannot be seen cannot be changed: both statements succeed, and meet no row.",
            scenes: vec![
                app(
                    format!("update app.tasks set title = 'mine' where id = '{}'", other.task),
                    Expected::Changed(0),
                ),
                app(format!("delete from app.projects where id = '{}'", other.project), Expected::Changed(0)),
            ],
        },
        Act {
            title: "Pointing at another tenant's rows",
            why: "Checks of foreign keys run outside row security. So every key leads with tenant_id, and a reference cannot leave its tenant.",
            scenes: vec![
                app(
                    format!(
                        "insert into app.tasks (project_id, title) values ('{}', 'Guest')",
                        other.project
                    ),
                    NO_SUCH_ROW,
                ),
                app(
                    format!(
                        "update app.tasks set project_id = '{}' where id = '{}'",
                        other.project, own.task
                    ),
                    NO_SUCH_ROW,
                ),
            ],
        },
        Act {
            title: "All rows means all rows of the tenant",
            why: "A change without any condition stays at home. TRUNCATE, which knows no row security, was never granted.",
            scenes: vec![
                app("update app.tasks set version = version + 1".to_owned(), Expected::Changed(own.tasks)),
                app("delete from app.tasks".to_owned(), Expected::Changed(own.tasks)),
                app("truncate app.tasks".to_owned(), DENIED),
            ],
        },
        Act {
            title: "Pages that show cannot change",
            why: "What answers a GET runs in a transaction that PostgreSQL itself keeps from writing.",
            scenes: vec![Scene {
                read_only: true,
                ..app(
                    "insert into app.projects (name) values ('By a GET')".to_owned(),
                    Expected::Refused("25006"),
                )
            }],
        },
    ]
}

fn injecting<'a>(own: &'a Host, other: &Host) -> Act<'a> {
    let app = |statement: String, expected| scene(Role::App, Some(own), statement, expected);
    let one = || Expected::Value("1".to_owned());
    Act {
        title: "Injection",
        why: "What people type travels as a parameter and is never SQL. Suppose that somebody forgot, and an attacker writes part of a query:",
        scenes: vec![
            Scene {
                parameter: Some("' or true --"),
                ..app("select title from app.tasks where strpos(norm, $1) > 0".to_owned(), Expected::NoRow)
            },
            app(
                "select count(distinct tenant_id) from app.tasks where title = '' or true --'\n".to_owned(),
                one(),
            ),
            app(
                format!(
                    "select count(*) from app.tasks\n  where set_config('app.tenant_id', '{}', true) is not null",
                    other.id
                ),
                DENIED,
            ),
            app(
                format!(
                    "with forged as materialized (select set_config('app.tenant_id', '{}', true))\n  select title from forged, app.tasks",
                    other.id
                ),
                DENIED,
            ),
            app("select query_to_xml('set app.tenant_id = ''…''', true, true, '')".to_owned(), DENIED),
            app(
                "select title from app.tasks union select encode(verifier, 'hex') from auth.users".to_owned(),
                DENIED,
            ),
            app("select pg_read_file('/etc/passwd')".to_owned(), DENIED),
            app("copy (select 1) to program 'id'".to_owned(), DENIED),
            app("set local role rowhouse_admin".to_owned(), DENIED),
            app("create temporary table tasks (title text)".to_owned(), DENIED),
        ],
    }
}
