//! A connection of its own that hears notifications and runs nothing else.
//!
//! It comes back by itself after a loss, and says when it was gone: whoever keeps something in memory on the strength of
//! notifications must forget it then, since some may have been missed.

use std::{future::poll_fn, time::Duration};

use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, Config};

use super::{connection::Connector, pool::Pools};
use crate::error::Result;

/// How often the connection is tried for life, and how long it may take to answer.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// The pause before another attempt to connect.
const PAUSE: Duration = Duration::from_millis(500);

/// What a listener has to tell.
#[derive(Debug, PartialEq, Eq)]
pub enum Signal {
    /// It listens from here on; before this it did not.
    Connected,
    /// Somebody notified; the payload.
    Notified(String),
    /// It no longer listens.
    Lost,
}

impl Pools {
    /// Listens on `channel` as the auth role for as long as this future is polled, and tells `hear` what happens.
    ///
    /// `channel` is a constant, since LISTEN takes no parameter.
    pub async fn listen(&self, channel: &'static str, hear: impl Fn(Signal) + Send + Sync) {
        loop {
            if let Err(failure) = listen_once(&self.listener, channel, &hear).await {
                tracing::warn!(channel, failure = failure.chain(), "not listening");
            }
            hear(Signal::Lost);
            tokio::time::sleep(PAUSE).await;
        }
    }
}

async fn listen_once(
    config: &Config,
    channel: &'static str,
    hear: &(impl Fn(Signal) + Send + Sync),
) -> Result<()> {
    let mut config = config.clone();
    let connector = Connector::new(&mut config)?;
    let (client, mut connection) = config.connect(connector.tls).await?;
    let (send, mut messages) = mpsc::unbounded_channel();
    let driver = tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(notification) = message
                && send.send(notification.payload().to_owned()).is_err()
            {
                return;
            }
        }
    });
    // Dropping this future must close the connection as well.
    let _closed_with_us = AbortOnDrop(driver);

    client.batch_execute(&format!("LISTEN {channel}")).await?;
    hear(Signal::Connected);
    loop {
        tokio::select! {
            message = messages.recv() => match message {
                Some(payload) => hear(Signal::Notified(payload)),
                None => return Ok(()),
            },
            () = tokio::time::sleep(HEARTBEAT) => {
                match tokio::time::timeout(HEARTBEAT, client.batch_execute("")).await {
                    Ok(answer) => answer?,
                    Err(_silent) => return Ok(()),
                }
            }
        }
    }
}

struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
