//! The configuration: environment variables, each also a flag. `--help` is its reference.
//!
//! Nothing else in the crate reads the environment. A database URL is a secret: it is never printed, not even when it is
//! wrong.

mod environment;
mod networks;

use std::{net::SocketAddr, path::PathBuf, str::FromStr};

use axum_client_ip::ClientIpSource;
use clap::{ArgAction, Args};
use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::Config as ConnectionConfig;

pub use self::{
    environment::{Environment, EnvironmentError},
    networks::{Networks, NetworksError},
};
use crate::db::Urls;

/// Everything that can be set.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Address and port to serve on
    #[arg(long, env = "ROWHOUSE_LISTEN", default_value = "127.0.0.1:3000", global = true)]
    pub listen: SocketAddr,
    /// Where the embedded cluster lives, when `DATABASE_URL` is not set
    #[arg(long, env = "ROWHOUSE_DATA_DIR", default_value = ".rowhouse", global = true)]
    pub data_dir: PathBuf,
    /// Folder with `postgres` and `initdb`, when the search should not choose
    #[arg(long, env = "PG_BIN", global = true)]
    pub pg_bin: Option<PathBuf>,
    /// Connections of the application role; the other roles have a quarter of it
    #[arg(long, env = "ROWHOUSE_POOL_SIZE", default_value_t = 16, global = true)]
    pub pool_size: usize,
    /// Whether cookies are for HTTPS alone; by default exactly when `DATABASE_URL` is set
    #[arg(long, env = "ROWHOUSE_SECURE_COOKIES", action = ArgAction::Set, global = true)]
    pub secure_cookies: Option<bool>,
    /// Where a client's address is read from: `ConnectInfo`, or the header that your proxy sets, such as
    /// `RightmostXForwardedFor` or `XRealIp`
    #[arg(long, env = "ROWHOUSE_CLIENT_ADDRESS", default_value = "ConnectInfo", global = true)]
    pub client_address: ClientIpSource,
    /// What this instance is called on every page of the panel, such as PRODUCTION; unset, nothing is said
    #[arg(long, env = "ROWHOUSE_ENVIRONMENT", global = true)]
    pub environment: Option<Environment>,
    /// From where the panel can be reached: networks of IPv4 and IPv6, such as `10.0.0.0/8,2001:db8::/32`; to anybody else its
    /// addresses do not exist. Unset, everywhere
    #[arg(long, env = "ROWHOUSE_ADMIN_NETWORKS", global = true)]
    pub admin_networks: Option<Networks>,
    /// File to which the heads of the sealed audit trail are appended, best on another machine's disk
    #[arg(long, env = "ROWHOUSE_AUDIT_HEADS", global = true)]
    audit_heads: Option<PathBuf>,
    /// The key of the heads; the database must not have it
    #[arg(long, env = "ROWHOUSE_AUDIT_KEY", hide_env_values = true, global = true)]
    audit_key: Option<SecretString>,
    /// After how many days entries of the trails are removed; unset, they are kept for ever
    #[arg(long, env = "ROWHOUSE_AUDIT_RETENTION_DAYS", value_parser = clap::value_parser!(i32).range(30..=36_500), global = true)]
    pub audit_retention_days: Option<i32>,
    /// Whether nobody comes into the panel without a second factor; otherwise it is for each to set one up
    #[arg(long, env = "ROWHOUSE_REQUIRE_SECOND_FACTOR", action = ArgAction::Set, default_value_t = false, global = true)]
    pub require_second_factor: bool,
    #[command(flatten)]
    urls: UrlArgs,
}

/// One URL for each role that connects. Set none for the embedded cluster.
#[derive(Args, Clone, Debug)]
struct UrlArgs {
    /// URL of role `rowhouse_app`. Unset: the embedded cluster
    #[arg(long = "database-url", env = "DATABASE_URL", hide_env_values = true, global = true)]
    app: Option<SecretString>,
    /// URL of role `rowhouse_auth`
    #[arg(long = "auth-database-url", env = "AUTH_DATABASE_URL", hide_env_values = true, global = true)]
    auth: Option<SecretString>,
    /// URL of role `rowhouse_admin`
    #[arg(long = "admin-database-url", env = "ADMIN_DATABASE_URL", hide_env_values = true, global = true)]
    admin: Option<SecretString>,
    /// URL of role `rowhouse_operator`
    #[arg(
        long = "operator-database-url",
        env = "OPERATOR_DATABASE_URL",
        hide_env_values = true,
        global = true
    )]
    operator: Option<SecretString>,
    /// URL of role `rowhouse_migrator`; never used by `serve`
    #[arg(
        long = "migrator-database-url",
        env = "MIGRATOR_DATABASE_URL",
        hide_env_values = true,
        global = true
    )]
    migrator: Option<SecretString>,
}

/// Which database the program works with.
#[derive(Debug)]
pub enum Database {
    /// A private cluster in the data folder.
    Embedded,
    /// Somebody else's server.
    External(External),
}

/// The URLs of somebody else's server.
#[derive(Debug)]
pub struct External {
    urls: UrlArgs,
}

/// A setting that cannot be used. The text names the variable and never its value.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A variable that this command needs.
    #[error("{0} is not set; this command needs it because DATABASE_URL is set")]
    Missing(&'static str),
    /// Heads without a key would prove nothing.
    #[error("ROWHOUSE_AUDIT_KEY is not set, and ROWHOUSE_AUDIT_HEADS is: heads without a key prove nothing")]
    NoAuditKey,
    /// A variable with a value that is no URL.
    #[error("{0} is not a PostgreSQL URL (postgresql://user:password@host:port/database)")]
    Unreadable(&'static str),
}

impl Config {
    /// The embedded cluster, or somebody else's server when `DATABASE_URL` is set.
    #[must_use]
    pub fn database(&self) -> Database {
        match &self.urls.app {
            Some(url) if !url.expose_secret().is_empty() => {
                Database::External(External { urls: self.urls.clone() })
            }
            _ => Database::Embedded,
        }
    }

    /// Where the heads of the audit trail are kept, if anywhere, and their key.
    ///
    /// # Errors
    /// When the file is named and the key is not.
    pub fn audit_heads(&self) -> Result<Option<(PathBuf, SecretString)>, ConfigError> {
        let Some(file) = &self.audit_heads else { return Ok(None) };
        let key = self.audit_key.clone().filter(|key| !key.expose_secret().is_empty());
        Ok(Some((file.clone(), key.ok_or(ConfigError::NoAuditKey)?)))
    }

    /// Whether cookies are marked Secure. Without `DATABASE_URL` this is a first look at <http://127.0.0.1>, where some
    /// browsers would drop such a cookie.
    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        self.secure_cookies.unwrap_or(matches!(self.database(), Database::External(_)))
    }
}

impl External {
    /// The roles that `serve` connects as.
    ///
    /// # Errors
    /// When a URL is missing or unreadable.
    pub fn serve(&self) -> Result<Urls, ConfigError> {
        Ok(Urls {
            app: self.app()?,
            auth: read("AUTH_DATABASE_URL", self.urls.auth.as_ref())?,
            admin: self.admin()?,
            operator: read("OPERATOR_DATABASE_URL", self.urls.operator.as_ref())?,
        })
    }

    /// The role of every tenant request.
    ///
    /// # Errors
    /// When the URL is missing or unreadable.
    pub fn app(&self) -> Result<ConnectionConfig, ConfigError> {
        read("DATABASE_URL", self.urls.app.as_ref())
    }

    /// The role that reads all tenants.
    ///
    /// # Errors
    /// When the URL is missing or unreadable.
    pub fn admin(&self) -> Result<ConnectionConfig, ConfigError> {
        read("ADMIN_DATABASE_URL", self.urls.admin.as_ref())
    }

    /// The role that changes the schema and creates people and tenants.
    ///
    /// # Errors
    /// When the URL is missing or unreadable.
    pub fn migrator(&self) -> Result<ConnectionConfig, ConfigError> {
        read("MIGRATOR_DATABASE_URL", self.urls.migrator.as_ref())
    }
}

fn read(name: &'static str, url: Option<&SecretString>) -> Result<ConnectionConfig, ConfigError> {
    let url = url
        .map(ExposeSecret::expose_secret)
        .filter(|url| !url.is_empty())
        .ok_or(ConfigError::Missing(name))?;
    ConnectionConfig::from_str(url).map_err(|_| ConfigError::Unreadable(name))
}
