//! The embedded cluster, made ready for Rowhouse: its database, its roles and their passwords.
//!
//! One process runs the server; others attach to it by a file that only its user can read. A warm start runs no SQL here.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io::Write,
    os::unix::{fs::OpenOptionsExt, net::UnixStream},
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use tokio_postgres::{Config as ConnectionConfig, error::SqlState};

use super::{
    Error, Result,
    embedded::{self, Location, Options, Port, Server, locate, random_word},
};
use crate::{
    config::Config,
    db::{Urls, connect},
};

const CLUSTER: &str = include_str!("../../sql/bootstrap/cluster.sql");
const DATABASE: &str = include_str!("../../sql/bootstrap/database.sql");
const NAME: &str = "rowhouse";
const SUPERUSER: &str = "postgres";
/// The file by which other processes attach; it holds passwords.
const ATTACH: &str = "attach.json";

/// A role that can connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// `rowhouse_app`: every tenant request.
    App,
    /// `rowhouse_auth`: sign-in and sessions.
    Auth,
    /// `rowhouse_admin`: the superuser panel, reading.
    Admin,
    /// `rowhouse_operator`: a superuser's confirmed act.
    Operator,
    /// `rowhouse_migrator`: schema, people and tenants.
    Migrator,
    /// `postgres`: everything.
    Superuser,
}

impl Role {
    const LOGINS: [Self; 5] = [Self::App, Self::Auth, Self::Admin, Self::Operator, Self::Migrator];

    fn name(self) -> &'static str {
        match self {
            Self::App => "rowhouse_app",
            Self::Auth => "rowhouse_auth",
            Self::Admin => "rowhouse_admin",
            Self::Operator => "rowhouse_operator",
            Self::Migrator => "rowhouse_migrator",
            Self::Superuser => SUPERUSER,
        }
    }
}

/// What is needed to connect. Kept between starts, so that a URL which somebody noted stays valid.
#[derive(Debug, Serialize, Deserialize)]
struct Attachment {
    socket_folder: PathBuf,
    port: u16,
    passwords: BTreeMap<Role, String>,
    /// Of the bootstrap scripts that have run.
    bootstrap: u64,
}

/// The embedded cluster: run by us, or by another process.
#[derive(Debug)]
pub struct Cluster {
    attachment: Attachment,
    server: Option<Server>,
    location: Location,
}

impl Cluster {
    /// Attaches to the running cluster of the data folder, or starts it for as long as this lives.
    ///
    /// # Errors
    /// When the server cannot run, or the bootstrap fails.
    pub async fn open(config: &Config) -> Result<Self> {
        let location = locate(&config.data_dir)?;
        let options = Options {
            data_dir: location.dir.clone(),
            pg_bin: config.pg_bin.clone(),
            port: Port::Stable,
            durable: true,
            settings: Vec::new(),
        };
        // Blocks for a moment, and nothing else runs yet.
        match Server::start(&options) {
            Ok(server) => Self::prepare(server, location).await,
            Err(embedded::Error::InUse(_)) => Self::attach(config),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Attaches to the running cluster of the data folder.
    ///
    /// # Errors
    /// [`Error::NotRunning`].
    pub fn attach(config: &Config) -> Result<Self> {
        let location = locate(&config.data_dir)?;
        let attachment =
            Attachment::read(&location.dir).ok_or_else(|| Error::NotRunning(location.dir.clone()))?;
        let socket = attachment.socket_folder.join(format!(".s.PGSQL.{}", attachment.port));
        UnixStream::connect(socket).map_err(|_nobody_listens| Error::NotRunning(location.dir.clone()))?;
        Ok(Self { attachment, server: None, location })
    }

    async fn prepare(server: Server, location: Location) -> Result<Self> {
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
        };
        attachment.write(&location.dir)?;
        Ok(Self { attachment, server: Some(server), location })
    }

    /// How the roles of `serve` connect, by the socket.
    #[must_use]
    pub fn urls(&self) -> Urls {
        Urls { app: self.config(Role::App), auth: self.config(Role::Auth), admin: self.config(Role::Admin) }
    }

    /// How the migrator connects, by the socket.
    #[must_use]
    pub fn migrator(&self) -> ConnectionConfig {
        self.config(Role::Migrator)
    }

    fn config(&self, role: Role) -> ConnectionConfig {
        let mut config = ConnectionConfig::new();
        config
            .host_path(&self.attachment.socket_folder)
            .port(self.attachment.port)
            .user(role.name())
            .password(self.password(role))
            .dbname(NAME);
        config
    }

    fn password(&self, role: Role) -> &str {
        self.attachment.passwords.get(&role).map_or("", String::as_str)
    }

    /// The URL with which psql connects as a role, by TCP on this machine.
    #[must_use]
    pub fn dsn(&self, role: Role) -> String {
        // Names and passwords are ours, of letters that a URL takes as they are.
        let (name, password, port) = (role.name(), self.password(role), self.attachment.port);
        format!("postgresql://{name}:{password}@127.0.0.1:{port}/{NAME}")
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

impl Attachment {
    fn read(folder: &Path) -> Option<Self> {
        serde_json::from_str(&fs::read_to_string(folder.join(ATTACH)).ok()?).ok()
    }

    /// Written under another name and renamed, so that nobody reads half of it.
    fn write(&self, folder: &Path) -> Result<()> {
        let (path, scratch) = (folder.join(ATTACH), folder.join("attach.new"));
        let text = serde_json::to_string(self).map_err(crate::error::Error::internal)?;
        fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&scratch)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .and_then(|()| fs::rename(&scratch, &path))
            .map_err(|cause| Error::File { path, cause })
    }
}
