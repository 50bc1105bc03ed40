//! A proxy between the application and PostgreSQL: it delays, counts round trips, and can be cut.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    time::{Instant, sleep_until},
};
use tokio_postgres::{Config, config::Host};

use super::Database;

/// What lets nobody wait: the end of a read.
const UNAWAITED: &[u8] = b"Q\0\0\0\x0dROLLBACK\0";

/// A proxy on a port of its own.
#[derive(Clone)]
pub(crate) struct Proxy {
    port: u16,
    state: Arc<State>,
}

struct State {
    delay: Duration,
    round_trips: AtomicU64,
    residue: AtomicU64,
    silent: AtomicBool,
    mute: AtomicBool,
    cut: Mutex<watch::Sender<bool>>,
}

impl Proxy {
    /// A proxy before a database, which delays each direction by `delay`.
    pub(crate) async fn before(database: &Database, delay: Duration) -> Self {
        let upstream = database.config("rowhouse_app");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            delay,
            round_trips: AtomicU64::new(0),
            residue: AtomicU64::new(0),
            silent: AtomicBool::new(false),
            mute: AtomicBool::new(false),
            cut: Mutex::new(watch::Sender::new(false)),
        });
        let proxy = Self { port, state };
        let accepting = proxy.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                client.set_nodelay(true).unwrap();
                tokio::spawn(accepting.clone().serve(client, upstream.clone()));
            }
        });
        proxy
    }

    /// The same role, by way of this proxy.
    pub(crate) fn route(&self, config: &Config) -> Config {
        let mut routed = Config::new();
        routed
            .host("127.0.0.1")
            .port(self.port)
            .user(config.get_user().unwrap())
            .password(config.get_password().unwrap())
            .dbname(config.get_dbname().unwrap());
        if let Some(options) = config.get_options() {
            routed.options(options);
        }
        routed
    }

    /// How often somebody sent something and waited for the answer.
    pub(crate) fn round_trips(&self) -> u64 {
        self.state.round_trips.load(SeqCst)
    }

    /// How often the server warned that a transaction was begun inside another, or a context set outside of one: what a
    /// connection does that was given back too early.
    pub(crate) fn residue(&self) -> u64 {
        self.state.residue.load(SeqCst)
    }

    /// Closes all connections and refuses new ones, until [`mend`](Self::mend).
    pub(crate) fn cut(&self) {
        self.state.cut.lock().unwrap().send_replace(true);
    }

    /// Swallows what is sent, as a network does that has lost its way.
    pub(crate) fn fall_silent(&self) {
        self.state.silent.store(true, SeqCst);
    }

    /// Swallows the answers alone: what is asked for is done, and nobody learns of it.
    pub(crate) fn swallow_answers(&self) {
        self.state.mute.store(true, SeqCst);
    }

    /// Works again.
    pub(crate) fn mend(&self) {
        self.state.mute.store(false, SeqCst);
        self.state.silent.store(false, SeqCst);
        self.state.cut.lock().unwrap().send_replace(false);
    }

    async fn serve(self, client: TcpStream, upstream: Config) {
        let mut cut = self.state.cut.lock().unwrap().subscribe();
        if *cut.borrow() {
            return;
        }
        let (client_read, client_write) = client.into_split();
        let port = upstream.get_ports().first().copied().unwrap_or(5432);
        // Whether somebody waits: set by what is sent, cleared by an answer.
        let waiting = Arc::new(AtomicBool::new(false));
        let relay = async {
            match &upstream.get_hosts()[0] {
                Host::Unix(folder) => {
                    let server = UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).await.unwrap();
                    let (server_read, server_write) = server.into_split();
                    self.relay(client_read, client_write, server_read, server_write, &waiting).await;
                }
                Host::Tcp(name) => {
                    let server = TcpStream::connect((name.as_str(), port)).await.unwrap();
                    server.set_nodelay(true).unwrap();
                    let (server_read, server_write) = server.into_split();
                    self.relay(client_read, client_write, server_read, server_write, &waiting).await;
                }
            }
        };
        tokio::select! {
            () = relay => {}
            _ = cut.wait_for(|cut| *cut) => {}
        }
    }

    async fn relay(
        &self,
        client_read: impl AsyncRead + Unpin,
        client_write: impl AsyncWrite + Unpin,
        server_read: impl AsyncRead + Unpin,
        server_write: impl AsyncWrite + Unpin,
        waiting: &AtomicBool,
    ) {
        let sent = |bytes: &[u8]| {
            if bytes != UNAWAITED && !waiting.swap(true, SeqCst) {
                self.state.round_trips.fetch_add(1, SeqCst);
            }
        };
        let answered = |_: &[u8]| waiting.store(false, SeqCst);
        let warned = |bytes: &[u8]| {
            // 25001 is active_sql_transaction (PostgreSQL documentation, appendix A). The other's code is that of a ROLLBACK
            // outside a transaction as well, which is harmless.
            const WARNINGS: [&[u8]; 2] = [b"C25001\0", b"SET LOCAL can only be used"];
            let met = |warning: &[u8]| bytes.windows(warning.len()).filter(|word| *word == warning).count();
            let warnings: usize = WARNINGS.into_iter().map(met).sum();
            self.state.residue.fetch_add(warnings as u64, SeqCst);
        };
        tokio::select! {
            () = self.pipe(client_read, server_write, sent, |_| {}, &self.state.silent) => {}
            () = self.pipe(server_read, client_write, warned, answered, &self.state.mute) => {}
        }
    }

    /// Moves bytes, each chunk a delay after it came, unless it is `lost`; `came` and `gone` see them at either end.
    async fn pipe(
        &self,
        mut from: impl AsyncRead + Unpin,
        mut to: impl AsyncWrite + Unpin,
        came: impl Fn(&[u8]),
        gone: impl Fn(&[u8]),
        lost: &AtomicBool,
    ) {
        let (queue, mut queued) = tokio::sync::mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
        let reading = async {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(length @ 1..) = from.read(&mut buffer).await {
                came(&buffer[..length]);
                let _ = queue.send((Instant::now() + self.state.delay, buffer[..length].to_vec()));
            }
        };
        let writing = async {
            while let Some((due, bytes)) = queued.recv().await {
                sleep_until(due).await;
                if lost.load(SeqCst) || self.state.silent.load(SeqCst) {
                    continue;
                }
                gone(&bytes);
                if to.write_all(&bytes).await.is_err() {
                    return;
                }
            }
        };
        tokio::select! {
            () = reading => {}
            () = writing => {}
        }
    }
}
