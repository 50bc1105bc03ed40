//! The embedded cluster, made ready for Rowhouse: its database, its roles and their passwords.
//!
//! One process runs the server. Beside one that serves, others attach to it by a file that only its user can read; beside
//! a command, they wait for its end. A warm start runs no SQL here.

use std::{
    collections::BTreeMap,
    future,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    time::{Duration, Instant},
};

use tokio_postgres::{Config as ConnectionConfig, error::SqlState};

pub use super::attachment::Role;
use super::{
    Error, Result,
    attachment::{Attachment, NAME, SUPERUSER},
    embedded::{self, Location, Options, Port, Server, locate, random_word},
};
use crate::{
    config::Config,
    db::{Urls, connect},
};

const CLUSTER: &str = include_str!("../../sql/bootstrap/cluster.sql");
/// What a superuser does to a database before the first migration, and may do again at any time.
pub(super) const DATABASE: &str = include_str!("../../sql/bootstrap/database.sql");
/// How long another process may take to start the server, or to finish what it needs it for.
const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(50);
/// How often one that is attached looks whether the server is still there.
const WATCH: Duration = Duration::from_millis(500);

/// What the cluster is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To serve until told to stop; others may attach for as long.
    Serve,
    /// For a command, which is soon done.
    Command,
}

/// The embedded cluster: run by us, or by another process.
#[derive(Debug)]
pub struct Cluster {
    attachment: Attachment,
    server: Option<Server>,
    options: Options,
    location: Location,
}

impl Cluster {
    /// Starts the cluster of the data folder for as long as this lives, or attaches to it where another process serves.
    ///
    /// # Errors
    /// When the server cannot run, or the bootstrap fails.
    pub async fn open(config: &Config, purpose: Purpose) -> Result<Self> {
        let (options, location) = find(config)?;
        let begun = Instant::now();
        loop {
            let in_use = match start(&options).await {
                Ok(server) => return Self::prepare(server, options, location, purpose).await,
                Err(in_use @ embedded::Error::InUse(_)) => in_use,
                Err(failure) => return Err(failure.into()),
            };
            // Whoever has the folder serves, or is about to, or is done in a moment.
            if let Some(attachment) = Attachment::read(&location.dir).filter(Attachment::can_be_relied_on)
                && connect(&attachment.config(Role::Migrator)).await.is_ok()
            {
                return Ok(Self { attachment, server: None, options, location });
            }
            if begun.elapsed() > PATIENCE {
                return Err(in_use.into());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Attaches to the running cluster of the data folder.
    ///
    /// # Errors
    /// [`Error::NotRunning`].
    pub fn attach(config: &Config) -> Result<Self> {
        let (options, location) = find(config)?;
        match Attachment::read(&location.dir).filter(Attachment::somebody_listens) {
            Some(attachment) => Ok(Self { attachment, server: None, options, location }),
            None => Err(Error::NotRunning(location.dir)),
        }
    }

    async fn prepare(server: Server, options: Options, location: Location, purpose: Purpose) -> Result<Self> {
        let known = if server.was_initialised() { None } else { Attachment::read(&location.dir) };
        let known = known.filter(|known| known.bootstrap == bootstrap_hash());
        let mut passwords = match known {
            Some(known) => known.passwords,
            None => bootstrap(&server, &location.dir).await?,
        };
        passwords.insert(Role::Superuser, server.password().to_owned());
        let attachment = Attachment {
            socket_folder: server.socket_folder().to_owned(),
            port: server.port(),
            passwords,
            bootstrap: bootstrap_hash(),
            serving: (purpose == Purpose::Serve).then(this_process),
        };
        attachment.write(&location.dir)?;
        Ok(Self { attachment, server: Some(server), options, location })
    }

    /// Runs the server once the process that runs it now has ended: without this, whoever serves beside another would
    /// stand there without a database when that stops. Every URL stays what it is, since socket, port and passwords are
    /// kept. Polled for as long as the cluster is needed; it ends by failing alone.
    pub async fn take_over(&mut self) -> Error {
        while self.server.is_none() {
            tokio::time::sleep(WATCH).await;
            if self.attachment.somebody_listens() {
                continue;
            }
            match start(&self.options).await {
                Ok(server) => {
                    tracing::info!(
                        "the process that ran the database has ended; this one runs it from here on"
                    );
                    self.server = Some(server);
                    self.attachment.serving = Some(this_process());
                    if let Err(failure) = self.attachment.write(&self.location.dir) {
                        return failure;
                    }
                }
                Err(embedded::Error::InUse(_)) => {}
                Err(failure) => return failure.into(),
            }
        }
        future::pending().await
    }

    /// How the roles of `serve` connect, by the socket.
    #[must_use]
    pub fn urls(&self) -> Urls {
        Urls {
            app: self.attachment.config(Role::App),
            auth: self.attachment.config(Role::Auth),
            admin: self.attachment.config(Role::Admin),
            operator: self.attachment.config(Role::Operator),
        }
    }

    /// How the migrator connects, by the socket.
    #[must_use]
    pub fn migrator(&self) -> ConnectionConfig {
        self.attachment.config(Role::Migrator)
    }

    /// The URL with which psql connects as a role, by TCP on this machine.
    #[must_use]
    pub fn dsn(&self, role: Role) -> String {
        self.attachment.dsn(role)
    }

    /// Where the cluster is.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Stops the server, if it is ours.
    ///
    /// # Errors
    /// When it does not stop.
    pub fn stop(self) -> Result<()> {
        match self.server {
            Some(server) => Ok(server.stop()?),
            None => Ok(()),
        }
    }
}

fn this_process() -> i32 {
    rustix::process::getpid().as_raw_nonzero().get()
}

fn find(config: &Config) -> Result<(Options, Location)> {
    let location = locate(&config.data_dir)?;
    let options = Options {
        data_dir: location.dir.clone(),
        pg_bin: config.pg_bin.clone(),
        port: Port::Stable,
        durable: true,
        settings: Vec::new(),
    };
    Ok((options, location))
}

/// Starts the server off the async threads. When nobody waits for it any more, it stops as soon as it has started.
async fn start(options: &Options) -> Result<Server, embedded::Error> {
    let (options, folder) = (options.clone(), options.data_dir.clone());
    let starting = tokio::task::spawn_blocking(move || Server::start(&options)).await;
    starting.unwrap_or_else(|lost| {
        Err(embedded::Error::Io { attempt: "start the database in", path: folder, cause: lost.into() })
    })
}

/// Creates the database, runs the bootstrap and gives every login role a password.
async fn bootstrap(server: &Server, folder: &Path) -> Result<BTreeMap<Role, String>> {
    let outside = connect(&server.superuser(SUPERUSER)).await?;
    match outside.batch_execute(&format!("create database {NAME} template template0")).await {
        Err(failure) if failure.code() != Some(&SqlState::DUPLICATE_DATABASE) => return Err(failure.into()),
        _ => {}
    }
    outside.batch_execute(CLUSTER).await?;
    let kept = Attachment::read(folder).map(|known| known.passwords).unwrap_or_default();
    let mut passwords = BTreeMap::new();
    for role in Role::LOGINS {
        let password = kept.get(&role).cloned().unwrap_or_else(random_word);
        outside.batch_execute(&format!("alter role {} password '{password}'", role.name())).await?;
        passwords.insert(role, password);
    }
    connect(&server.superuser(NAME)).await?.batch_execute(DATABASE).await?;
    Ok(passwords)
}

/// Changes when a bootstrap script does.
fn bootstrap_hash() -> u64 {
    let mut hasher = DefaultHasher::new();
    (CLUSTER, DATABASE).hash(&mut hasher);
    hasher.finish()
}
