//! The pools: one for each role that a request may need, each with a login of its own.
//!
//! The fields are private and no connection is ever handed out: what leaves this module is a capability
//! ([`Tenant`](super::Tenant), [`Identity`](super::Identity), [`Admin`](super::Admin), [`Operator`](super::Operator)), and
//! it gives transactions only.

use std::{fmt, time::Duration};

use deadpool_postgres::{Manager, ManagerConfig, RecyclingMethod, Runtime};
use tokio_postgres::Config;

use super::connection::Connector;
use crate::error::{Error, Result};

/// How long a request waits for a connection before it is told to come again.
const WAIT: Duration = Duration::from_secs(3);

/// Where each role connects to.
#[derive(Clone, Debug)]
pub struct Urls {
    /// `rowhouse_app`: every tenant request.
    pub app: Config,
    /// `rowhouse_auth`: sign-in and sessions.
    pub auth: Config,
    /// `rowhouse_admin`: the superuser panel.
    pub admin: Config,
    /// `rowhouse_operator`: a superuser's act.
    pub operator: Config,
}

/// The pools of one program. Cloning shares them.
#[derive(Clone)]
pub struct Pools {
    pub(super) app: RolePool,
    pub(super) auth: RolePool,
    pub(super) admin: RolePool,
    pub(super) operator: RolePool,
    pub(super) listener: Config,
}

/// How a pool is doing: figures, and no way to a connection.
#[derive(Clone, Copy, Debug)]
pub struct PoolFigures {
    /// The role that its connections are of, without the prefix: `app`.
    pub role: &'static str,
    /// How many connections it may have.
    pub size: usize,
    /// How many it has.
    pub open: usize,
    /// How many of those are in use.
    pub in_use: usize,
    /// How many requests wait for one.
    pub waiting: usize,
}

/// The connections of one role.
#[derive(Clone)]
#[expect(clippy::disallowed_types, reason = "the pools live here")]
pub(super) struct RolePool {
    pub(super) connections: deadpool_postgres::Pool,
    pub(super) connector: Connector,
}

impl Pools {
    /// Pools that connect on first use.
    ///
    /// `size` is the number of connections of the app role; sessions are cached and superusers few, so the auth
    /// and the admin pool have a quarter of it, and at least two. Acts are rare: two.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(urls: &Urls, size: usize) -> Result<Self> {
        let small = (size / 4).max(2);
        Ok(Self {
            app: RolePool::new(&urls.app, size)?,
            auth: RolePool::new(&urls.auth, small)?,
            admin: RolePool::new(&urls.admin, small)?,
            operator: RolePool::new(&urls.operator, 2)?,
            listener: urls.auth.clone(),
        })
    }

    /// How each pool is doing at this moment.
    #[must_use]
    pub fn figures(&self) -> [PoolFigures; 4] {
        let pools =
            [("app", &self.app), ("auth", &self.auth), ("admin", &self.admin), ("operator", &self.operator)];
        pools.map(|(role, pool)| {
            let status = pool.connections.status();
            let in_use = status.size.saturating_sub(status.available);
            PoolFigures { role, size: status.max_size, open: status.size, in_use, waiting: status.waiting }
        })
    }

    /// Closes every connection that is not in use, and hands out no more.
    pub fn close(&self) {
        for pool in [&self.app, &self.auth, &self.admin, &self.operator] {
            pool.connections.close();
        }
    }
}

impl fmt::Debug for Pools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pools").finish_non_exhaustive()
    }
}

impl RolePool {
    #[expect(clippy::disallowed_types, reason = "the pools live here")]
    fn new(config: &Config, size: usize) -> Result<Self> {
        let mut config = config.clone();
        let connector = Connector::new(&mut config)?;
        // Fast: a transaction of ours leaves nothing on a connection, so there is nothing to check or reset.
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_connect(config, connector.clone(), recycling);
        let connections = deadpool_postgres::Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(WAIT))
            .create_timeout(Some(WAIT))
            .build()
            .map_err(Error::internal)?;
        Ok(Self { connections, connector })
    }
}
