//! Every guard broken on purpose, one at a time: the doctor must see each, serve must refuse to start on it, and what the
//! doctor says must mend it.
//!
//! On a server of its own, since roles are the whole server's. The table that it prints is committed beside it.

mod list;

use std::fmt::Write;

use expect_test::expect_file;
use rowhouse::operate::doctor::{self, Report, Severity};

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
        writeln!(table, "{:<76} {}", mutation.name, seen_by(&report)).unwrap();

        if let Some(left) = left_by_mending(&database, &report).await {
            unmended.push(format!("{}\n{left}", mutation.name));
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

/// Does what the report says, as a superuser would who pastes it, until nothing more is said; else what is.
async fn left_by_mending(database: &Database, report: &Report) -> Option<Report> {
    let superuser = database.superuser().await;
    let mut findings = report.findings.clone();
    for _ in 0..3 {
        for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
            for statement in statements(&finding.mend) {
                // Two findings may say the same in two ways, and the second then finds nothing to do.
                let _ = superuser.batch_execute(&statement).await;
            }
        }
        let again = doctor::examine(&database.urls()).await.unwrap();
        if again.errors() == 0 {
            return None;
        }
        findings = again.findings;
    }
    Some(doctor::examine(&database.urls()).await.unwrap())
}

fn statements(mend: &str) -> Vec<String> {
    if mend.starts_with("\\i sql/bootstrap/database.sql") {
        return vec![DATABASE.to_owned()];
    }
    // Bodies of functions hold semicolons: one of those is a mend by itself.
    if mend.starts_with("create or replace function") {
        return vec![mend.to_owned()];
    }
    mend.split(";\n").map(str::to_owned).collect()
}

async fn undo(mutation: &Mutation, database: &Database) {
    let beside = database.superuser().await;
    for statement in mutation.undo {
        beside.batch_execute(&statement.replace(":database", &database.name)).await.unwrap();
    }
}
