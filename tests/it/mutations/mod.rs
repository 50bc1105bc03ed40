//! Every guard broken on purpose, one at a time: the doctor must see each, serve must refuse to start on it, and what the
//! doctor says must mend it, and no row be lost by that.
//!
//! On a server of its own, since roles are the whole server's. The table that it prints is committed beside it.

mod list;

use std::fmt::Write;

use expect_test::expect_file;
use rowhouse::operate::doctor::{self, Finding, Report, Severity};
use tokio_postgres::error::SqlState;

use self::list::{MUTATIONS, Mutation};
use crate::harness::{Apart, DATABASE, Database, TestServer, house};

/// Two tenants with projects and tasks, so that the probes have somewhere to go.
async fn original(apart: &Apart) -> Database {
    let database = Database::migrated_on(apart.server).await;
    house(&database, "acme", "alice").await;
    house(&database, "globex", "gus").await;
    database
}

#[tokio::test]
async fn every_broken_guard_is_seen_and_refused_and_mended() {
    let apart = TestServer::apart().await;
    let original = original(&apart).await;
    let rows = original.copy().await.rows().await;
    let mut table = String::new();
    let mut unmended = Vec::new();
    for mutation in &MUTATIONS {
        let database = original.copy().await;
        let superuser = database.superuser().await;
        let broken = mutation.sql.replace(":database", &database.name);
        superuser
            .batch_execute(&broken)
            .await
            .unwrap_or_else(|failure| panic!("{}: {failure:?}", mutation.name));

        let report = doctor::examine(&database.urls()).await.unwrap();
        assert!(report.errors() > 0, "the doctor did not see: {}", mutation.name);
        assert!(doctor::require_isolation(&database.urls()).await.is_err(), "served: {}", mutation.name);
        let (mended, by_hand) = match mend(&database, &report).await {
            Ok(Mended::ByPasting) => (Ok(()), ""),
            Ok(Mended::ByHand) => (Ok(()), " (mended by hand)"),
            Err(left) => (Err(left), ""),
        };
        writeln!(table, "{:<76} {}{by_hand}", mutation.name, seen_by(&report)).unwrap();
        unmended.extend(mended.err().map(|left| format!("{}\n{left}", mutation.name)));
        let now = database.rows().await;
        for (name, digest) in &rows {
            assert_eq!(
                now.get(name),
                Some(digest),
                "the mend of this lost rows of {name}: {}",
                mutation.name
            );
        }
        undo(mutation, &database).await;
    }
    print!("{table}");
    assert!(MUTATIONS.len() >= 60);
    assert!(unmended.is_empty(), "what the doctor said did not mend these:\n{}", unmended.join("\n"));
    let report = doctor::examine(&original.copy().await.urls()).await.unwrap();
    assert_eq!(report.errors(), 0, "a mutation was not undone\n{report}");
    expect_file!["../mutations.txt"].assert_eq(&table);
}

/// The names of the checks, each once.
fn seen_by(report: &Report) -> String {
    let mut checks: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.check)
        .collect();
    checks.sort_unstable();
    checks.dedup();
    checks.join(", ")
}

/// How a database was mended.
#[derive(PartialEq, Eq)]
enum Mended {
    ByPasting,
    /// Something of the mend would take rows away, and so a person has to look first.
    ByHand,
}

/// Does what the report says, as a superuser would who pastes it, until nothing more is said.
async fn mend(database: &Database, report: &Report) -> Result<Mended, String> {
    let mut looked = false;
    let mut findings = report.findings.clone();
    for _ in 0..4 {
        let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        let left = paste(database, &errors, looked).await?;
        let again = doctor::examine(&database.urls()).await.unwrap();
        if again.errors() == 0 {
            return Ok(if looked { Mended::ByHand } else { Mended::ByPasting });
        }
        looked = left;
        findings = again.findings;
    }
    Err(doctor::examine(&database.urls()).await.unwrap().to_string())
}

/// Whether there is something that a person has to look at first; when that was done, it is run as well.
async fn paste(database: &Database, errors: &[&Finding], looked: bool) -> Result<bool, String> {
    let superuser = database.superuser().await;
    let mut to_look_at = false;
    for statement in errors.iter().flat_map(|finding| statements(&finding.mend)) {
        let statement = match statement.strip_prefix("-- look first: ") {
            Some(_) if !looked => {
                to_look_at = true;
                continue;
            }
            Some(judged) => judged.to_owned(),
            None => statement,
        };
        match superuser.batch_execute(&statement).await {
            Ok(()) => {}
            // Two findings may say the same in two ways, and one may have to wait for the other.
            Err(failure) if failure.code().is_some_and(|code| DONE_OR_TOO_EARLY.contains(code)) => {}
            Err(failure) => return Err(format!("{statement}\n{}", failure.as_db_error().unwrap().message())),
        }
    }
    Ok(to_look_at)
}

/// It is there already, or is no more, or something else still needs it.
const DONE_OR_TOO_EARLY: [SqlState; 10] = [
    SqlState::DUPLICATE_OBJECT,
    SqlState::DUPLICATE_TABLE,
    SqlState::DUPLICATE_COLUMN,
    SqlState::UNDEFINED_OBJECT,
    SqlState::UNDEFINED_TABLE,
    SqlState::UNDEFINED_COLUMN,
    SqlState::UNDEFINED_FUNCTION,
    SqlState::INVALID_SCHEMA_NAME,
    SqlState::INVALID_TABLE_DEFINITION,
    SqlState::DEPENDENT_OBJECTS_STILL_EXIST,
];

fn statements(mend: &str) -> Vec<String> {
    // Bodies of functions hold semicolons: one of those is a mend by itself.
    if mend.starts_with("create or replace function") {
        return vec![mend.to_owned()];
    }
    mend.split_inclusive(";\n")
        .flat_map(|part| match part.split_once("\\i sql/bootstrap/database.sql") {
            Some((before, after)) => vec![before.to_owned(), DATABASE.to_owned(), after.to_owned()],
            None => vec![part.to_owned()],
        })
        .collect()
}

async fn undo(mutation: &Mutation, database: &Database) {
    let beside = database.superuser().await;
    for statement in mutation.undo {
        beside.batch_execute(&statement.replace(":database", &database.name)).await.unwrap();
    }
}
