//! What can go wrong for an operator, who reads it in a terminal and has to know what to do.
//! No message holds a password or a URL.

use std::path::PathBuf;

use super::{counted, doctor::Report, embedded};
use crate::config::ConfigError;

/// A result of an operator's command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong for an operator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting is missing or unreadable.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The embedded server cannot run.
    #[error(transparent)]
    Embedded(#[from] embedded::Error),
    /// A file of the data folder.
    #[error("could not use {path}: {cause}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The database said something that nobody expected.
    #[error("the database refused: {}", told(.0))]
    Database(#[from] tokio_postgres::Error),
    /// A transaction failed.
    #[error("{}", .0.chain())]
    Transaction(#[from] crate::error::Error),
    /// A migration failed; the database is as it was before that file.
    #[error("{0}. The database is as it was before that file")]
    Migration(String),
    /// Another process migrates, and does not finish.
    #[error("another process has been migrating this database for a minute. Try again when it has finished")]
    MigrationLocked,
    /// The schema is older than the program.
    #[error(
        "the database lacks migrations (it is at {at}, this program needs {needs}). Run `rowhouse migrate` \
         (with MIGRATOR_DATABASE_URL, on a server of yours), then start again"
    )]
    MigrationsPending {
        /// The last one that has run; 0 for none.
        at: i32,
        /// The last one that there is.
        needs: i32,
    },
    /// The doctor found that tenants may not be apart.
    #[error("{0}\n\nNot serving: what keeps tenants apart is not what it was made to be")]
    NotIsolated(Box<Report>),
    /// The doctor was asked, and found errors.
    #[error("the doctor found {}", counted(*.0, "error"))]
    Unsound(usize),
    /// The audit trail is not as it was sealed.
    #[error("the audit trail is not as it was sealed: {} (see above)", counted(*.0, "fault"))]
    Tampered(usize),
    /// Something in the demo went otherwise than it said.
    #[error(
        "{wrong} of {all} statements did not behave as described (see the lines marked ✗): tenants may not be apart in this \
         database. `rowhouse doctor` says why"
    )]
    NotAsDescribed {
        /// How many did not.
        wrong: usize,
        /// Of how many.
        all: usize,
    },
    /// `dsn` without a running cluster.
    #[error("no database runs in {0}. Start it with `rowhouse serve` (or script/server) and ask again")]
    NotRunning(PathBuf),
    /// `dsn` with a database of somebody else's.
    #[error(
        "`rowhouse dsn` is for the embedded cluster, and DATABASE_URL is set: use the URLs that you have"
    )]
    NotEmbedded,
    /// There is no tenant or person of that name.
    #[error("there is no {0}")]
    NoSuch(String),
    /// What somebody typed cannot be used.
    #[error("{0}")]
    Refused(String),
}

/// What the server said; the driver's own words for it are "db error".
fn told(failure: &tokio_postgres::Error) -> String {
    match failure.as_db_error() {
        Some(answer) => answer.to_string(),
        None => failure.to_string(),
    }
}
