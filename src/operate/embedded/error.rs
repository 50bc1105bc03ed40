//! Why a private server cannot run, each with what to do about it.
//! No variant is a bare error of the system: each says what was attempted, on what, and what to try.

use std::{io, path::PathBuf};

/// Why a private server cannot run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is installed.
    #[error(
        "no PostgreSQL server programs were found. Install them (Debian, Ubuntu: apt-get install postgresql; macOS: \
         brew install postgresql@17), or name their folder in PG_BIN, or set DATABASE_URL to use a server of yours"
    )]
    NoPrograms,
    /// The folder that was named has none.
    #[error("PG_BIN names {0}, which does not hold both `postgres` and `initdb`")]
    NotInFolder(PathBuf),
    /// Only versions that Rowhouse does not support.
    #[error("PostgreSQL {0} is too old: Rowhouse needs 15 or later")]
    TooOld(u32),
    /// The data folder was written by another major version.
    #[error(
        "the data in {folder} was written by PostgreSQL {written}, and installed is {installed}. Install PostgreSQL \
         {written}, or dump the data there and restore it into a new data folder"
    )]
    OtherVersion {
        /// The data folder.
        folder: PathBuf,
        /// The version that wrote it.
        written: u32,
        /// The versions that are there.
        installed: String,
    },
    /// Another process runs the server of this folder.
    #[error("another process already runs the database in {0}")]
    InUse(PathBuf),
    /// The server's user cannot reach the folder.
    #[error(
        "{folder} lies below a folder that user {uid} may not enter, and PostgreSQL refuses to run as root. Choose \
         another folder in ROWHOUSE_DATA_DIR"
    )]
    NotEnterable {
        /// The data folder.
        folder: PathBuf,
        /// The user that the server would run as.
        uid: u32,
    },
    /// Running as root, and nobody else is there.
    #[error("PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` to run it as")]
    NoUser,
    /// Another program has the port.
    #[error(
        "port {port} on 127.0.0.1, which this cluster has used so far, is taken by another program. Stop that, or \
         delete {file} to have another port chosen"
    )]
    PortTaken {
        /// The port.
        port: u16,
        /// The file that keeps it.
        file: PathBuf,
    },
    /// `initdb` failed.
    #[error("initdb could not create the database: {0}")]
    Initdb(String),
    /// The server ended instead of starting.
    #[error("the database did not start:\n{0}")]
    NotStarted(String),
    /// The server takes too long.
    #[error("the database was not ready within {0} seconds")]
    NotReady(u64),
    /// The server of an earlier run will not go.
    #[error("a server of an earlier run (process {pid}) still runs on {folder}")]
    StillRunning {
        /// Its process.
        pid: i32,
        /// The data folder.
        folder: PathBuf,
    },
    /// The server does not stop.
    #[error("the database did not stop within {0} seconds")]
    NotStopped(u64),
    /// Something with a file or a process.
    #[error("could not {attempt} {}: {cause}", path.display())]
    Io {
        /// What was attempted.
        attempt: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        #[source]
        cause: io::Error,
    },
}

/// Says what was attempted, and on what.
pub(super) trait Attempt<T> {
    fn attempt(self, attempt: &'static str, path: impl Into<PathBuf>) -> Result<T, Error>;
}

impl<T> Attempt<T> for io::Result<T> {
    fn attempt(self, attempt: &'static str, path: impl Into<PathBuf>) -> Result<T, Error> {
        self.map_err(|cause| Error::Io { attempt, path: path.into(), cause })
    }
}
