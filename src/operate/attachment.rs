//! What is needed to connect to the embedded cluster, in a file that only its user can read: where the server is, and the
//! password of every role. By it other processes attach, and passwords outlive a restart. It is never printed whole.

use std::{
    collections::BTreeMap,
    fmt, fs,
    io::Write,
    os::unix::{fs::OpenOptionsExt, net::UnixStream},
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use rustix::process::{Pid, test_kill_process};
use serde::{Deserialize, Serialize};
use tokio_postgres::Config as ConnectionConfig;

use super::{Error, Result};

/// The database of Rowhouse in the cluster.
pub(super) const NAME: &str = "rowhouse";
pub(super) const SUPERUSER: &str = "postgres";
/// The name of the file in the data folder.
const FILE: &str = "attach.json";

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
    pub(super) const LOGINS: [Self; 5] = [Self::App, Self::Auth, Self::Admin, Self::Operator, Self::Migrator];

    pub(super) fn name(self) -> &'static str {
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
#[derive(Serialize, Deserialize)]
pub(super) struct Attachment {
    pub(super) socket_folder: PathBuf,
    pub(super) port: u16,
    pub(super) passwords: BTreeMap<Role, String>,
    /// Of the bootstrap scripts that have run.
    pub(super) bootstrap: u64,
    /// The process that runs the server, where that serves; a command that is about to end is not to be relied on.
    pub(super) serving: Option<i32>,
}

impl Attachment {
    pub(super) fn read(folder: &Path) -> Option<Self> {
        serde_json::from_str(&fs::read_to_string(folder.join(FILE)).ok()?).ok()
    }

    /// How a role connects, by the socket.
    pub(super) fn config(&self, role: Role) -> ConnectionConfig {
        let mut config = ConnectionConfig::new();
        config
            .host_path(&self.socket_folder)
            .port(self.port)
            .user(role.name())
            .password(self.password(role))
            .dbname(NAME);
        config
    }

    /// The URL of a role, by TCP. Names and passwords are ours, of letters that a URL takes as they are.
    pub(super) fn dsn(&self, role: Role) -> String {
        let (name, password, port) = (role.name(), self.password(role), self.port);
        format!("postgresql://{name}:{password}@127.0.0.1:{port}/{NAME}")
    }

    fn password(&self, role: Role) -> &str {
        self.passwords.get(&role).map_or("", String::as_str)
    }

    /// Whether there is a server behind it that will stay.
    pub(super) fn can_be_relied_on(&self) -> bool {
        let stays = self.serving.and_then(Pid::from_raw).is_some_and(|pid| test_kill_process(pid).is_ok());
        stays && self.somebody_listens()
    }

    /// Whether there is a server behind it.
    pub(super) fn somebody_listens(&self) -> bool {
        UnixStream::connect(self.socket_folder.join(format!(".s.PGSQL.{}", self.port))).is_ok()
    }

    /// Written under another name and renamed, so that nobody reads half of it. That name is new, so the mode is ours
    /// and no link leads elsewhere: the folder may belong to another user than us.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let (path, scratch) = (folder.join(FILE), folder.join("attach.new"));
        let text = serde_json::to_string(self).map_err(crate::error::Error::internal)?;
        let _left_by_one_that_was_killed = fs::remove_file(&scratch);
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&scratch)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .and_then(|()| fs::rename(&scratch, &path))
            .map_err(|cause| Error::File { path, cause })
    }
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment").field("port", &self.port).finish_non_exhaustive()
    }
}
