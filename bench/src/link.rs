//! A slow link to the database: a proxy that hands on every byte a fixed time after it came.
//!
//! Threads, because the timers of tokio are exact to a millisecond only, which would be most of what is measured: each sleeps
//! until shortly before a byte is due, without the slack that Linux gives timers by default, and looks at the clock from there
//! on. What the proxy adds of its own (its system calls, its threads waking up, TCP in place of a socket) is measured with a bare
//! `select 1` and taken off the delay, so that a round trip takes [`ROUND_TRIP`] longer than without the link, and no more.
//! Bytes keep flowing while others wait, as on a real wire.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener},
    num::NonZeroU64,
    os::unix::net::UnixStream,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use tokio_postgres::{Client, Config};

use crate::{
    cluster::{Cluster, connect},
    measure::Spread,
};

/// To the database and back.
pub(crate) const ROUND_TRIP: Duration = Duration::from_micros(2_500);
/// How long before a byte is due its thread is awake.
const AWAKE: Duration = Duration::from_micros(80);
/// So many bare statements for each figure.
const STATEMENTS: usize = 300;

/// The link, open until this process ends.
pub(crate) struct Link {
    pub(crate) port: u16,
    /// Nanoseconds by which each direction hands on early.
    lead: Arc<AtomicU64>,
}

impl Link {
    /// Opens a link to the cluster, and tunes it.
    pub(crate) async fn open(cluster: &Cluster) -> Result<Self> {
        let lead = Arc::new(AtomicU64::new(0));
        let link = Self { port: serve(cluster.socket(), Arc::clone(&lead))?, lead };
        for _ in 0..3 {
            let excess = link.added(cluster).await?.median - ROUND_TRIP.as_secs_f64();
            let lead = link.lead.load(Relaxed) as f64 + excess / 2.0 * 1e9;
            link.lead.store(lead.max(0.0) as u64, Relaxed);
        }
        Ok(link)
    }

    /// Seconds that a bare `select 1` takes longer over the link than over the socket: the two asked in turn, and their medians
    /// compared, five times over.
    pub(crate) async fn added(&self, cluster: &Cluster) -> Result<Spread> {
        let direct = cluster.login("rowhouse_app");
        let mut over = Config::new();
        over.host("127.0.0.1").port(self.port).user("rowhouse_app").dbname("rowhouse");
        over.password(direct.get_password().context("a role without a password")?);
        let (direct, over) = (connect(&direct).await?, connect(&over).await?);
        let mut added = Vec::new();
        for _ in 0..5 {
            let (mut long, mut short) = (Vec::new(), Vec::new());
            for _ in 0..STATEMENTS / 5 {
                long.push(asked(&over).await?);
                short.push(asked(&direct).await?);
            }
            added.push(Spread::of(long).median - Spread::of(short).median);
        }
        Ok(Spread::of(added))
    }
}

/// Seconds for a bare statement.
async fn asked(client: &Client) -> Result<f64> {
    let began = Instant::now();
    client.batch_execute("select 1").await?;
    Ok(began.elapsed().as_secs_f64())
}

/// Serves the link on a port of 127.0.0.1. `socket` is where PostgreSQL listens.
fn serve(socket: PathBuf, lead: Arc<AtomicU64>) -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let Ok(server) = UnixStream::connect(&socket) else { continue };
            let _ = client.set_nodelay(true);
            let ends = (client.try_clone(), server.try_clone());
            let others = (client.try_clone(), server.try_clone());
            let (Ok(from_client), Ok(from_server)) = ends else { continue };
            let (Ok(client_end), Ok(server_end)) = others else { continue };
            carry(from_client, server, &lead, move || _ = server_end.shutdown(Shutdown::Both));
            carry(from_server, client, &lead, move || _ = client_end.shutdown(Shutdown::Both));
        }
    });
    Ok(port)
}

/// One direction of one connection. `end` tells the far side that no more will come.
fn carry(
    mut from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    lead: &Arc<AtomicU64>,
    end: impl FnOnce() + Send + 'static,
) {
    let (send, queue) = mpsc::channel::<(Instant, Vec<u8>)>();
    let lead = Arc::clone(lead);
    thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            let delay = (ROUND_TRIP / 2).saturating_sub(Duration::from_nanos(lead.load(Relaxed)));
            if send.send((Instant::now() + delay, buffer[..length].to_vec())).is_err() {
                return;
            }
        }
    });
    thread::spawn(move || {
        // Where that is refused, the thread only wakes later, and looks at the clock for a shorter time.
        let _ = rustix::thread::set_current_timer_slack(NonZeroU64::new(1));
        while let Ok((due, bytes)) = queue.recv() {
            thread::sleep(due.saturating_duration_since(Instant::now()).saturating_sub(AWAKE));
            while Instant::now() < due {
                std::hint::spin_loop();
            }
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        end();
    });
}
