//! Every guard broken on purpose, one at a time: the doctor must see each, serve must refuse to start on it, and what the
//! doctor says must mend it, and no row be lost by that.
//!
//! On a server of its own, since roles are the whole server's. The table that it prints is committed beside it.

mod list;

use std::fmt::Write;

use expect_test::expect_file;
use rowhouse::operate::doctor::{self, Report, Severity, Step};
use tokio_postgres::error::SqlState;

use self::list::{MUTATIONS, Mutation};
use crate::harness::{Apart, Database, TestServer, house, run_script};

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
        let seen_by = seen_by(&report);
        let how = match mend(&database, report).await {
            Ok(Mended::Pasted) => "",
            Ok(Mended::PastedAgain) => " (mended in two steps)",
            Ok(Mended::Judged) => " (mended by hand)",
            Ok(Mended::BeyondSql) => " (mended by other means)",
            Err(left) => {
                unmended.push(format!("{}\n{left}", mutation.name));
                ""
            }
        };
        writeln!(table, "{:<76} {seen_by}{how}", mutation.name).unwrap();
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
    Pasted,
    /// What came of the first time said more than could be seen before.
    PastedAgain,
    /// Something of the mend would take rows away, and so a person has to look first.
    Judged,
    /// SQL cannot: the report says so in words.
    BeyondSql,
}

/// Does what the report says, as a superuser would who pastes it, until nothing more is said.
async fn mend(database: &Database, report: Report) -> Result<Mended, String> {
    let mut mended = Mended::Pasted;
    let mut report = report;
    for turn in 0..3 {
        if turn > 0 && mended == Mended::Pasted {
            mended = Mended::PastedAgain;
        }
        paste(database, &report.script())?;
        report = doctor::examine(&database.urls()).await.unwrap();
        let steps: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .flat_map(|finding| finding.mend.steps())
            .collect();
        if steps.is_empty() {
            return Ok(mended);
        }
        if steps.iter().all(|step| matches!(step, Step::Words(_))) {
            return Ok(Mended::BeyondSql);
        }
        let judged: String = steps
            .iter()
            .filter_map(|step| match step {
                Step::LookFirst(text) => Some(format!("{text};\n")),
                _ => None,
            })
            .collect();
        if !judged.is_empty() {
            mended = Mended::Judged;
            paste(database, &judged)?;
            report = doctor::examine(&database.urls()).await.unwrap();
            if report.errors() == 0 {
                return Ok(mended);
            }
        }
    }
    Err(report.to_string())
}

/// As psql runs it: what fails, because another step did it already or because it has to wait, keeps nothing else from running.
fn paste(database: &Database, script: &str) -> Result<(), String> {
    let complaints = run_script(&database.superuser_config(), script);
    let unforeseen: Vec<_> = complaints
        .lines()
        .filter(|line| line.contains("ERROR:"))
        .filter(|line| {
            !DONE_OR_TOO_EARLY.iter().any(|code| line.contains(&format!("ERROR:  {}", code.code())))
        })
        .collect();
    if unforeseen.is_empty() { Ok(()) } else { Err(format!("{}\n{script}", unforeseen.join("\n"))) }
}

/// It is there already, or is no more, or something else still needs it.
const DONE_OR_TOO_EARLY: [SqlState; 11] = [
    SqlState::DUPLICATE_OBJECT,
    SqlState::DUPLICATE_TABLE,
    SqlState::DUPLICATE_COLUMN,
    SqlState::UNDEFINED_OBJECT,
    SqlState::UNDEFINED_TABLE,
    SqlState::UNDEFINED_COLUMN,
    SqlState::UNDEFINED_FUNCTION,
    SqlState::INVALID_SCHEMA_NAME,
    SqlState::DEPENDENT_OBJECTS_STILL_EXIST,
    SqlState::INVALID_TABLE_DEFINITION,
    SqlState::IN_FAILED_SQL_TRANSACTION,
];

async fn undo(mutation: &Mutation, database: &Database) {
    let beside = database.superuser().await;
    for statement in mutation.undo {
        beside.batch_execute(&statement.replace(":database", &database.name)).await.unwrap();
    }
}
