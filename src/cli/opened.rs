//! The database of a command: the embedded one, or somebody else's.
//!
//! A command never migrates what is not ours.

use tokio_postgres::Config as ConnectionConfig;

use crate::{
    config::{Config, Database, External},
    db::Urls,
    operate::{
        Result,
        cluster::{Cluster, Purpose},
        migrate,
    },
};

/// A database, for as long as a command needs it: ours is started unless it runs, somebody else's is connected to.
pub(super) enum Opened {
    Embedded(Box<Cluster>),
    External(External),
}

impl Opened {
    pub(super) async fn open(config: &Config) -> Result<Self> {
        Ok(match config.database() {
            Database::Embedded => Self::Embedded(Box::new(Cluster::open(config, Purpose::Command).await?)),
            Database::External(external) => Self::External(external),
        })
    }

    /// The same, up to date: what is ours is migrated here, what is somebody else's when its operator says so.
    pub(super) async fn open_current(config: &Config) -> Result<Self> {
        let opened = Self::open(config).await?;
        if let Self::Embedded(cluster) = &opened {
            migrate::run(&cluster.migrator()).await?;
        }
        Ok(opened)
    }

    pub(super) fn urls(&self) -> Result<Urls> {
        match self {
            Self::Embedded(cluster) => Ok(cluster.urls()),
            Self::External(external) => Ok(external.serve()?),
        }
    }

    pub(super) fn migrator(&self) -> Result<ConnectionConfig> {
        match self {
            Self::Embedded(cluster) => Ok(cluster.migrator()),
            Self::External(external) => Ok(external.migrator()?),
        }
    }

    pub(super) fn close(self) -> Result<()> {
        match self {
            Self::Embedded(cluster) => cluster.stop(),
            Self::External(_) => Ok(()),
        }
    }
}
