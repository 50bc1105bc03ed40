//! The servers that are measured: Rowhouse as it is released, and the twins.
//!
//! Each is a process of its own on the servers' processors, started from the release build and stopped when its handle is
//! dropped. A server counts as started when it has answered a request.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::Child,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{cluster::Cluster, process};

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Rowhouse,
    /// Twin (a): no row security, the tenant in every statement.
    Explicit,
    /// Twin (b): row security, every message awaited.
    Naive,
}

/// A process that answers HTTP.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) pid: u32,
    /// From the start of the process to its first answer.
    pub(crate) started_in: Duration,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How servers are started.
pub(crate) struct Starter<'a> {
    pub(crate) cluster: &'a Cluster,
    /// The processors to run on.
    pub(crate) processors: &'a str,
    /// Where to write what servers say.
    pub(crate) folder: &'a Path,
}

impl Starter<'_> {
    /// Starts a server on a port, with its database behind `link` or on this machine's socket.
    pub(crate) fn start(&self, subject: Subject, port: u16, link: Option<u16>) -> Result<Server> {
        let programs: PathBuf = std::env::current_exe()?.parent().context("no folder")?.to_owned();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let (program, arguments): (_, &[&str]) = match subject {
            Subject::Rowhouse => ("rowhouse", &["serve"]),
            Subject::Explicit => ("twin", &["--kind", "explicit"]),
            Subject::Naive => ("twin", &["--kind", "naive"]),
        };
        let rows = if subject == Subject::Explicit { "bench_explicit" } else { "rowhouse_app" };
        let log = fs::File::create(self.folder.join(format!("{program}-{port}.log")))?;
        let began = Instant::now();
        // taskset becomes the program it starts, so its number is that of the server.
        let child = process::pinned(self.processors, programs.join(program))
            .args(arguments)
            .env("ROWHOUSE_LISTEN", address.to_string())
            .env("ROWHOUSE_SECURE_COOKIES", "false")
            .env("DATABASE_URL", self.cluster.url("rowhouse_app", link))
            .env("AUTH_DATABASE_URL", self.cluster.url("rowhouse_auth", link))
            .env("ADMIN_DATABASE_URL", self.cluster.url("rowhouse_admin", link))
            .env("OPERATOR_DATABASE_URL", self.cluster.url("rowhouse_operator", link))
            .env("TWIN_DATABASE_URL", self.cluster.url(rows, link))
            .stderr(log)
            .spawn()
            .with_context(|| format!("{program} cannot be run"))?;
        let mut server = Server { address, pid: child.id(), started_in: Duration::ZERO, child };
        server.first_answer()?;
        server.started_in = began.elapsed();
        Ok(server)
    }
}

impl Server {
    fn first_answer(&mut self) -> Result<()> {
        let patience = Instant::now();
        loop {
            if answers(self.address).is_ok() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                anyhow::bail!("the server on {} ended: {status}; see bench/data", self.address);
            }
            ensure!(patience.elapsed() < Duration::from_secs(30), "no answer from {}", self.address);
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// How often a session was looked up, and the part of it that memory answered. Of Rowhouse itself.
    pub(crate) fn lookups(&self) -> Result<(f64, f64)> {
        let figures = get(self.address, "/metrics")?;
        let lookups = |place: &str| -> Result<f64> {
            let name = format!("rowhouse_session_lookups_total{{in=\"{place}\"}} ");
            let line = figures.lines().find_map(|line| line.strip_prefix(&name));
            Ok(line.map(str::parse).transpose()?.unwrap_or_default())
        };
        let (memory, database) = (lookups("memory")?, lookups("database")?);
        Ok((memory + database, memory / (memory + database)))
    }
}

/// Whether whoever listens there answers with 200. Accepted connections wait while a server examines its database.
fn answers(address: SocketAddr) -> Result<()> {
    get(address, "/healthz").map(drop)
}

fn get(address: SocketAddr, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    ensure!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    Ok(answer)
}
