//! The matrix: every table and view that the catalogue has, tried with every command by every role in every scope, and every
//! function by every role, against a committed listing. A table that nobody listed fails here.
//!
//! Nothing is looked up in the catalogue's privileges: each cell is an attempt on the real server, rolled back. Tables of
//! tomorrow are tried like those of today; their rows are made up where there are none.

mod relation;

use std::fmt::Write;

use expect_test::expect_file;
use rowhouse::id::{TenantId, UserId};
use tokio_postgres::{Client, SimpleQueryMessage};

use self::relation::{Command, Relation};
use crate::harness::{Database, Town};

/// Every role of a cluster, with what it is reached by.
const ROLES: [(&str, Reached); 10] = [
    ("rowhouse_app", Reached::SigningIn),
    ("rowhouse_auth", Reached::SigningIn),
    ("rowhouse_admin", Reached::SigningIn),
    ("rowhouse_operator", Reached::SigningIn),
    ("rowhouse_migrator", Reached::SigningIn),
    ("rowhouse_owner", Reached::BySuperuser),
    ("rowhouse_auth_owner", Reached::BySuperuser),
    ("rowhouse_audit", Reached::BySuperuser),
    ("rowhouse_export", Reached::BySuperuser),
    ("rowhouse_trash", Reached::BySuperuser),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    SigningIn,
    /// Nobody signs in as an owner: a superuser takes its place.
    BySuperuser,
}

/// What a transaction has said of itself, and whose rows it goes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Nothing said; after everybody's rows.
    Nothing,
    /// In a tenant, after its own rows.
    Own,
    /// In a tenant, after another's rows.
    Others,
    /// In a tenant, saying in the statement that it is another.
    Forged,
    /// Without a tenant, having declared an operator.
    Operator,
}

const SCOPES: [(Scope, &str); 5] = [
    (Scope::Nothing, "no context"),
    (Scope::Own, "own tenant"),
    (Scope::Others, "other's rows"),
    (Scope::Forged, "forged tenant"),
    (Scope::Operator, "operator"),
];

/// The two tenants of an attempt, and a superuser who acts.
struct Neighbours {
    own: TenantId,
    other: TenantId,
    superuser: UserId,
}

impl Scope {
    fn context(self, tenants: &Neighbours) -> String {
        match self {
            Self::Nothing => "select 1".to_owned(),
            Self::Operator => format!("set local app.operator_id = '{}'", tenants.superuser),
            _ => format!("set local app.tenant_id = '{}'", tenants.own),
        }
    }
}

async fn connection(database: &Database, role: &str, reached: Reached) -> Client {
    match reached {
        Reached::SigningIn => database.role(role).await,
        Reached::BySuperuser => {
            let client = database.superuser().await;
            client.batch_execute(&format!("set session authorization {role}")).await.unwrap();
            client
        }
    }
}

/// What came of an attempt, in a word or two.
async fn attempt(client: &Client, context: &str, statement: &str) -> &'static str {
    let (begun, set, came, ended) = tokio::join!(
        biased;
        client.batch_execute("begin read write"),
        client.batch_execute(context),
        client.simple_query(statement),
        client.batch_execute("rollback"),
    );
    begun.and(set).and(ended).unwrap();
    match came {
        Ok(messages) => {
            match messages.iter().rfind(|m| matches!(m, SimpleQueryMessage::CommandComplete(_))) {
                Some(SimpleQueryMessage::CommandComplete(0)) => "no row",
                _ => "YES",
            }
        }
        Err(refusal) => {
            let answer = refusal.as_db_error().unwrap_or_else(|| panic!("{statement}: {refusal:?}"));
            match (answer.code().code(), answer.message()) {
                ("42501", message) if message.contains("violates row-level security") => "refused",
                ("42501", message) if message.contains("would be affected by row-level security") => "error",
                ("42501", _) => "denied",
                ("23503", _) => "no such",
                // It was let through, and the row is there already.
                ("23505", _) => "YES",
                ("RH001", _) => "not live",
                // Views cannot be written or locked for writing here.
                ("55000" | "42809" | "0A000", _) => "cannot",
                (code, message) => panic!("{statement}: {code} {message}"),
            }
        }
    }
}

async fn rows_of(database: &Database, relation: &Relation, tenants: &Neighbours) -> String {
    let mut text = String::new();
    for (role, reached) in ROLES {
        let client = connection(database, role, reached).await;
        let mut lines = Vec::new();
        for (scope, name) in SCOPES {
            let mut line = [NOTHING_TO_TRY; Command::ALL.len()];
            for (came, command) in line.iter_mut().zip(Command::ALL) {
                if let Some(statement) = relation.statement(command, scope, tenants) {
                    *came = attempt(&client, &scope.context(tenants), &statement).await;
                    // These touch no rows, and say so.
                    if *came == "no row" && command.is_of_whole_table() {
                        *came = "YES";
                    }
                }
            }
            lines.push((name, line));
        }
        if let Some(line) = the_same_in_every_scope(&lines) {
            lines = vec![("whatever", line)];
        }
        for (name, line) in lines {
            let cells: Vec<_> = line.iter().map(|came| format!("{came:<9}")).collect();
            writeln!(text, "  {role:<20} {name:<14} {}", cells.concat().trim_end()).unwrap();
        }
    }
    text
}

/// What a cell says where no attempt makes sense.
const NOTHING_TO_TRY: &str = "·";

type Line = [&'static str; Command::ALL.len()];

/// The line that stands for all of them, where each says the same or nothing.
fn the_same_in_every_scope(lines: &[(&str, Line)]) -> Option<Line> {
    let mut whole = lines[0].1;
    for (_, line) in lines {
        for (whole, came) in whole.iter_mut().zip(line) {
            match (*whole, *came) {
                (_, NOTHING_TO_TRY) => {}
                (NOTHING_TO_TRY, came) => *whole = came,
                (whole, came) if whole == came => {}
                _ => return None,
            }
        }
    }
    Some(whole)
}

async fn town() -> Town {
    let town = Town::new().await;
    prepare(&town).await;
    town
}

/// Gives a town rows where there are none yet, and a schema for the roles to try things in.
pub(crate) async fn prepare(town: &Town) {
    // Something in the trash of each, too.
    for house in [&town.acme, &town.globex] {
        let mut app = town.database.role("rowhouse_app").await;
        let tx = app.transaction().await.unwrap();
        tx.batch_execute(&format!("set local app.tenant_id = '{}'", house.tenant)).await.unwrap();
        tx.execute("delete from app.tasks where id = $1", &[&house.done]).await.unwrap();
        tx.commit().await.unwrap();
    }
    // Where the roles try to make tables that refer to ours.
    let roles = ROLES.map(|(role, _)| role).join(", ");
    let scratch = format!("create schema scratch; grant all on schema scratch to {roles}");
    town.database.superuser().await.batch_execute(&scratch).await.unwrap();
}

/// The matrix of a database.
pub(crate) async fn relations(database: &Database, own: TenantId, other: TenantId) -> String {
    let superuser = "select user_id from auth.users where superuser limit 1";
    let superuser = database.superuser().await.query_one(superuser, &[]).await.unwrap().get(0);
    let tenants = Neighbours { own, other, superuser };
    let relations = relation::read(&database.superuser().await, [own, other]).await;
    assert!(relations.len() >= 13, "the schemas have their tables");
    let mut listing = String::new();
    for relation in &relations {
        let mut head = format!("{:<38}", relation.title());
        for command in Command::ALL {
            write!(head, "{:<9}", command.name()).unwrap();
        }
        writeln!(listing, "{}", head.trim_end()).unwrap();
        listing.push_str(&rows_of(database, relation, &tenants).await);
    }
    listing
}

#[tokio::test]
async fn every_role_can_do_to_every_table_what_is_listed() {
    let town = town().await;
    let listing = relations(&town.database, town.acme.tenant, town.globex.tenant).await;
    expect_file!["../matrix.txt"].assert_eq(&listing);
}

#[tokio::test]
async fn every_role_can_execute_what_is_listed() {
    let town = town().await;
    let functions = town
        .database
        .superuser()
        .await
        .query(
            "select p.oid::regprocedure::text,
                    format('select %s(%s)', p.oid::regproc, (
                      select string_agg(case t when 'text'::regtype then quote_literal('x') when 'bytea'::regtype then quote_literal('x') || '::bytea'
                                               when 'uuid'::regtype then 'gen_random_uuid()' else format('null::%s', t::regtype) end, ', ')
                      from unnest(p.proargtypes) t))
             from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1",
            &[],
        )
        .await
        .unwrap();
    assert!(functions.len() >= 25, "the schemas have their functions");
    let mut clients = Vec::new();
    for (role, reached) in ROLES {
        clients.push((role, connection(&town.database, role, reached).await));
    }
    let mut listing = String::new();
    for function in functions {
        let (name, call): (String, String) = (function.get(0), function.get(1));
        let mut may = Vec::new();
        for (role, client) in &clients {
            // What it does with nothing to do it with is of no interest; only whether it is refused.
            let (_, came, _) = tokio::join!(
                biased;
                client.batch_execute("begin"),
                client.simple_query(&call),
                client.batch_execute("rollback"),
            );
            let denied = came.is_err_and(|refusal| {
                let answer = refusal.as_db_error().unwrap();
                answer.code().code() == "42501"
                    && (answer.message().contains("for function") || answer.message().contains("for schema"))
            });
            if !denied {
                may.push(*role);
            }
        }
        writeln!(listing, "{name}\n    {}", may.join(", ")).unwrap();
    }
    expect_file!["../matrix_functions.txt"].assert_eq(&listing);
}

/// The alarm rings: a listing of a database with a guard taken away is another one.
#[tokio::test]
async fn the_matrix_notices_what_is_loosened() {
    let town = town().await;
    let superuser = town.database.superuser().await;
    let own = || relations(&town.database, town.acme.tenant, town.globex.tenant);
    let whole = own().await;
    for (loosened, line, word) in [
        (
            "alter policy tenant_access on app.tasks using (true); alter policy tenant_floor on app.tasks using (true)",
            "rowhouse_app         no context",
            "YES",
        ),
        // To which nothing refers: else it is kept all the same.
        ("grant truncate on app.trash to rowhouse_app", "rowhouse_app         own tenant", "YES"),
        (
            "create table app.jottings (tenant_id uuid not null default app.tenant_id(), id uuid primary key, body text not null)",
            "table app.jottings",
            "",
        ),
    ] {
        superuser.batch_execute(loosened).await.unwrap();
        let now = own().await;
        assert_ne!(now, whole, "{loosened}");
        let changed = now
            .lines()
            .filter(|now| !whole.contains(*now))
            .any(|now| now.contains(line) && now.contains(word));
        assert!(changed, "{loosened}");
    }
}
