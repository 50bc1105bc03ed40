//! A private PostgreSQL, run from the server programs that are installed on this machine.
//!
//! It lives in a data folder, is created on first use, started in a fraction of a second, reused, and ends with the
//! process that started it, even when that is killed. All calls block. Unix only. Nothing here knows what the database
//! is for.

mod error;
mod folder;
mod initdb;
mod process;
mod programs;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Child,
};

use tokio_postgres::Config;

use self::{error::Attempt, folder::Folder};

pub use self::{
    error::Error,
    folder::{Location, locate},
};

/// How to run a server.
#[derive(Clone, Debug)]
pub struct Options {
    /// The data folder; see [`locate`].
    pub data_dir: PathBuf,
    /// The folder of the server programs; searched for when not given.
    pub pg_bin: Option<PathBuf>,
    /// Whether the server can be reached by TCP.
    pub port: Port,
    /// False for a throw-away database, which may be lost with the machine's power.
    pub durable: bool,
    /// Settings as in postgresql.conf.
    pub settings: Vec<(String, String)>,
}

/// Whether the server can be reached by TCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// By its socket alone.
    None,
    /// Also on 127.0.0.1, on a port that is chosen once and kept.
    Stable,
}

/// A running server. Stops when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    folder: Folder,
    socket_folder: PathBuf,
    port: u16,
    password: String,
    was_initialised: bool,
}

impl Server {
    /// Starts the server of a data folder, and creates its cluster first if there is none.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn start(options: &Options) -> Result<Self, Error> {
        let mut found = programs::find(options.pg_bin.as_deref())?;
        let folder = Folder::open(&options.data_dir)?;
        let written = folder.version();
        let programs = match written {
            None => found.remove(0),
            Some(written) => {
                let installed: Vec<_> = found.iter().map(|programs| programs.major.to_string()).collect();
                let fits = found.into_iter().find(|programs| programs.major == written);
                fits.ok_or_else(|| Error::OtherVersion {
                    folder: folder.root.clone(),
                    written,
                    installed: installed.join(", "),
                })?
            }
        };
        if written.is_none() {
            initdb::create(&folder, &programs, options.durable)?;
        }
        let password_file = folder.root.join(initdb::PASSWORD);
        let password = fs::read_to_string(&password_file).attempt("read", &password_file)?;
        let socket_folder = folder.socket_folder()?;
        process::await_predecessor(&folder)?;
        let port = process::choose_port(&folder, options.port)?;
        let child = process::start(&folder, &programs, options, &socket_folder, port)?;
        Ok(Self { child, folder, socket_folder, port, password, was_initialised: written.is_none() })
    }

    /// How the superuser connects to `database`, by the socket.
    #[must_use]
    pub fn superuser(&self, database: &str) -> Config {
        let mut config = Config::new();
        config
            .host_path(&self.socket_folder)
            .port(self.port)
            .user("postgres")
            .password(&self.password)
            .dbname(database);
        config
    }

    /// The port; the socket is named after it too.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where the socket is.
    #[must_use]
    pub fn socket_folder(&self) -> &Path {
        &self.socket_folder
    }

    /// The superuser's password.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Whether the cluster was created by this start.
    #[must_use]
    pub fn was_initialised(&self) -> bool {
        self.was_initialised
    }

    /// Stops the server and waits until it is gone.
    ///
    /// # Errors
    /// [`Error::NotStopped`].
    pub fn stop(mut self) -> Result<(), Error> {
        process::stop(&mut self.child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(failure) = process::stop(&mut self.child) {
            tracing::error!(%failure, folder = %self.folder.root.display(), "the database was left running");
        }
    }
}

/// A password that nobody can guess, of letters that need no quoting anywhere.
#[must_use]
pub(super) fn random_word() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}
