//! Migrations: each file once, in order, in a transaction of its own, by one process at a time.
//!
//! A file that fails leaves the database as it was before that file, and is named. `serve` on somebody else's database
//! never migrates: the doctor refuses one that lacks a migration.

use std::time::Duration;

use refinery::{Migration, Runner};
use tokio_postgres::Config as ConnectionConfig;

use super::{Error, Result};
use crate::{db::connect, sql};

mod files {
    refinery::embed_migrations!("migrations");
}

/// The history of migrations lies in a schema of its own, which the migrator owns.
const HISTORY: &str = "migrations.history";
/// "rowhouse", as a number: the key of the advisory lock under which migrations run. Whoever holds it holds them up.
pub const LOCK: i64 = 0x726f_7768_6f75_7365;
const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(50);

/// The migrations of this program.
#[must_use]
pub fn embedded() -> Runner {
    files::migrations::runner()
}

/// The version of the last migration of this program.
#[must_use]
pub fn newest() -> i32 {
    embedded().get_migrations().iter().map(Migration::version).max().unwrap_or_default()
}

/// Runs what is missing, as the migrator; gives the names of the files that ran.
///
/// # Errors
/// [`Error::Migration`] names the file and says what PostgreSQL said.
pub async fn run(migrator: &ConnectionConfig) -> Result<Vec<String>> {
    run_all(migrator, embedded()).await
}

/// Runs the migrations of `runner`.
///
/// # Errors
/// As [`run`].
pub async fn run_all(migrator: &ConnectionConfig, mut runner: Runner) -> Result<Vec<String>> {
    // The lock is on a session of its own, and goes with it. It is tried again and again rather than waited for: whoever
    // waits in PostgreSQL holds a snapshot, and a migration that builds an index concurrently would wait for that.
    let lock = connect(migrator).await?;
    let begun = std::time::Instant::now();
    while !lock.query_one(sql!("operate/lock").text, &[&LOCK]).await?.get::<_, bool>(0) {
        if begun.elapsed() > PATIENCE {
            return Err(Error::MigrationLocked);
        }
        tokio::time::sleep(PAUSE).await;
    }
    let mut client = connect(migrator).await?;
    runner.set_migration_table_name(HISTORY);
    let report = runner.run_async(&mut client).await.map_err(|failure| Error::Migration(told(&failure)))?;
    Ok(report.applied_migrations().iter().map(ToString::to_string).collect())
}

/// The file, and what PostgreSQL said of it.
fn told(failure: &refinery::Error) -> String {
    let mut text = failure.to_string();
    let mut source = std::error::Error::source(failure);
    while let Some(cause) = source {
        let words = match cause
            .downcast_ref::<tokio_postgres::Error>()
            .and_then(tokio_postgres::Error::as_db_error)
        {
            Some(answer) => format!("{answer}{}", line(answer)),
            None => cause.to_string(),
        };
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        source = cause.source();
    }
    text
}

fn line(answer: &tokio_postgres::error::DbError) -> String {
    answer.where_().map_or_else(String::new, |context| format!(" ({context})"))
}
