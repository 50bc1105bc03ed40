//! The README's way to add a table, done as it says: one migration file, and the doctor, the probes and the matrix see to the
//! table with no further code.

use refinery::{Migration, Runner};
use rowhouse::operate::{
    doctor::{self, Report},
    migrate,
};

use crate::{harness::Town, matrix};

/// Of the notes of the README, under a name that it has nobody use: whoever did as it says has a table of that one.
pub(crate) fn renamed(text: &str) -> String {
    text.replace("notes", "jottings")
}

/// The migration that the README shows.
pub(crate) fn example() -> String {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```sql\n-- migrations/").expect("the README shows a migration");
    let (_, rest) = rest.split_once('\n').unwrap();
    renamed(rest.split_once("```").unwrap().0)
}

/// A town with that table, whatever migrations there are.
pub(crate) async fn with_table(text: &str) -> Town {
    let town = Town::new().await;
    let mut migrations = migrate::embedded().get_migrations().clone();
    let last = migrations.iter().map(Migration::version).max().unwrap();
    migrations.push(Migration::unapplied(&format!("V{}__jottings", last + 1), text).unwrap());
    let ran =
        migrate::run_all(&town.database.config("rowhouse_migrator"), Runner::new(&migrations)).await.unwrap();
    assert_eq!(ran.len(), 1, "the next version in turn: {ran:?}");
    town
}

fn errors_of<'a>(report: &'a Report, object: &str) -> Vec<&'a str> {
    let of_object = report.findings.iter().filter(|finding| finding.object == object);
    of_object.map(|finding| finding.problem.as_str()).collect()
}

#[tokio::test]
async fn one_migration_makes_a_table_that_is_kept_apart_and_proven_so() {
    let town = with_table(&example()).await;
    let before = doctor::examine(&Town::new().await.database.urls()).await.unwrap();
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    assert_eq!(report.errors(), 0, "{report}");
    assert_eq!(report.probes, before.probes + 6, "the new table is probed like the others");

    let manifests = doctor::manifests(&town.database.urls()).await.unwrap();
    for (name, text) in
        manifests.iter().filter(|(name, _)| ["tables", "policies", "privileges"].contains(name))
    {
        assert!(text.contains("app.jottings"), "{name} lists it once it is written anew");
    }

    matrix::prepare(&town).await;
    let listing = matrix::relations(&town.database, town.acme.tenant, town.globex.tenant).await;
    let lines = |table: &str| -> Vec<String> {
        let rest = listing.lines().skip_while(|line| !line.starts_with(&format!("table {table} "))).skip(1);
        rest.take_while(|line| line.starts_with("  ")).map(str::to_owned).collect()
    };
    assert!(lines("app.jottings").len() >= 20, "{listing}");
    assert_eq!(
        lines("app.jottings"),
        lines("app.tasks"),
        "it can be reached as tasks can, and in no other way"
    );
}

/// And the alarm rings for one that forgets `app.protect`, or a rule of the keys.
#[tokio::test]
async fn a_table_that_forgets_a_rule_is_seen() {
    let text = example();
    let protect = text.lines().find(|line| line.starts_with("select app.protect(")).unwrap();
    let town = with_table(&text.replace(protect, "")).await;
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    let problems = errors_of(&report, "table app.jottings");
    assert!(problems.contains(&"row security is not enabled"), "{report}");
    assert!(problems.contains(&"policy tenant_floor is missing or says something else"), "{report}");

    let superuser = town.database.superuser().await;
    superuser
        .batch_execute("alter table app.jottings add unique (id); create unique index on app.jottings (body)")
        .await
        .unwrap();
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    let keys = errors_of(&report, "table app.jottings")
        .iter()
        .filter(|problem| problem.contains("is not led by tenant_id"))
        .count();
    assert_eq!(keys, 2, "{report}");
}
