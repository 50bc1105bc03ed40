//! Every statement of `sql/`, prepared by the real server as the role that runs it, against a committed listing.
//!
//! A statement that does not parse, that its role may not run, or whose types have changed, fails here.
//! `UPDATE_EXPECT=1` writes the listing anew; its difference is part of a review.

use std::fmt::Write;

use expect_test::expect_file;

use crate::{harness::Database, house::statements};

/// Which role runs the statements of a folder.
fn role(name: &str) -> &'static str {
    match name {
        "sql/inspect/probes/neighbours.sql" => return "rowhouse_admin",
        "sql/inspect/probes/tables.sql"
        | "sql/inspect/rules/session.sql"
        | "sql/inspect/server/reached.sql" => return "rowhouse_app",
        _ => {}
    }
    match name.split('/').nth(1).unwrap_or_default() {
        "identity" | "health" | "inspect" => "rowhouse_auth",
        "admin" => "rowhouse_admin",
        "operate" => "rowhouse_migrator",
        "operator" => "rowhouse_operator",
        "dashboard" | "projects" | "tasks" | "search" | "seed" | "trash" | "audit" => "rowhouse_app",
        folder => panic!("which role runs the statements of sql/{folder}?"),
    }
}

#[tokio::test]
async fn every_statement_has_the_types_that_are_listed() {
    let database = Database::migrated().await;
    let mut listing = String::new();
    for (name, text) in statements() {
        let role = role(&name);
        assert!(text.contains(&format!("Run by {role}")), "{name} is run by {role} and says otherwise");
        let client = database.role(role).await;
        let statement =
            client.prepare(&text).await.unwrap_or_else(|failure| panic!("{name} as {role}: {failure:?}"));
        let parameters: Vec<_> = statement.params().iter().map(ToString::to_string).collect();
        let columns: Vec<_> = statement
            .columns()
            .iter()
            .map(|column| format!("{} {}", column.name(), column.type_()))
            .collect();
        let name = name.trim_start_matches("sql/").trim_end_matches(".sql");
        writeln!(listing, "{role}: {name}({}) -> {}", parameters.join(", "), columns.join(", ")).unwrap();
    }
    expect_file!["queries.txt"].assert_eq(&listing);
}
