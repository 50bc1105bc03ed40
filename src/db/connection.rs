//! How a connection to PostgreSQL is made: with TLS wherever the network is not this machine, and watched.
//!
//! No connection leaves this machine unencrypted unless its URL says `sslmode=disable`. A connection on which a
//! transaction was begun inside another one is closed at once: its context can no longer be trusted.

#![expect(clippy::disallowed_types, reason = "connections are made here")]

use std::{future::poll_fn, pin::Pin, sync::Arc, time::Duration};

use deadpool_postgres::Connect;
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio::task::JoinHandle;
use tokio_postgres::{
    AsyncMessage, Client, Config, Connection, Socket,
    config::{Host, SslMode},
    error::SqlState,
    tls::TlsStream,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{Error, Result};

/// How long a new connection may take, and how long a dead network may go unnoticed.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// Makes connections, and cancels what runs on them.
#[derive(Clone)]
pub(super) struct Connector {
    pub(super) tls: MakeRustlsConnect,
}

impl Connector {
    /// A connector for `config`, which is changed to what we demand of a connection: TLS verified against the system's
    /// certificates for every host but this machine, and a dead peer noticed in seconds.
    pub(super) fn new(config: &mut Config) -> Result<Self> {
        let local = config.get_hosts().iter().all(is_local);
        match config.get_ssl_mode() {
            SslMode::Disable => {}
            _ if local => _ = config.ssl_mode(SslMode::Disable),
            // "prefer" would fall back to plain text when somebody in between asks for it.
            _ => _ = config.ssl_mode(SslMode::Require),
        }
        config
            .connect_timeout(CONNECT_TIMEOUT)
            .tcp_user_timeout(CONNECT_TIMEOUT * 3)
            .application_name("rowhouse");

        let mut roots = RootCertStore::empty();
        if config.get_ssl_mode() == SslMode::Require {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(Error::internal)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: MakeRustlsConnect::new(tls) })
    }
}

impl Connect for Connector {
    fn connect(
        &self,
        config: &Config,
    ) -> Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), tokio_postgres::Error>> + Send + '_>>
    {
        let config = config.clone();
        let tls = self.tls.clone();
        Box::pin(async move {
            let (client, connection) = config.connect(tls).await?;
            Ok((client, tokio::spawn(drive(connection))))
        })
    }
}

/// Moves the bytes of a connection until it ends, or until it can no longer be trusted.
async fn drive<T: TlsStream + Unpin>(mut connection: Connection<Socket, T>) {
    loop {
        match poll_fn(|context| connection.poll_message(context)).await {
            Some(Ok(AsyncMessage::Notice(notice))) if *notice.code() == SqlState::ACTIVE_SQL_TRANSACTION => {
                tracing::error!("a transaction was begun inside another one: the connection is closed");
                return;
            }
            Some(Ok(_)) => {}
            Some(Err(failure)) => {
                tracing::warn!(%failure, "a database connection was lost");
                return;
            }
            None => return,
        }
    }
}

fn is_local(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
    }
}

/// A single connection outside the pools, for an operator's command: it has no scope, so requests never have one.
///
/// # Errors
/// When the server cannot be reached.
pub async fn connect(config: &Config) -> Result<Client> {
    let mut config = config.clone();
    let connector = Connector::new(&mut config)?;
    let (client, _driver) = Connect::connect(&connector, &config).await?;
    Ok(client)
}
