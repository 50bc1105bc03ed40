//! Load: one page under wrk for some seconds, with what it cost both servers.
//!
//! wrk, because its script gives every request another session: a run that spoke for one tenant alone would flatter every
//! cache. It is a closed loop, so latency is that of a full server, not of a quiet one.

use std::{fmt::Write as _, fs, path::PathBuf, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::process::{Pinning, cpu, cpu_of_family, pinned};

const SCRIPT: &str = include_str!("load.lua");

/// One request: method, path, the session's cookie, body.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) cookie: String,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn get(path: impl Into<String>, cookie: &str) -> Self {
        Self { method: "GET", path: path.into(), cookie: cookie.to_owned(), body: String::new() }
    }

    pub(crate) fn post(path: impl Into<String>, cookie: &str, body: &str) -> Self {
        Self { method: "POST", path: path.into(), cookie: cookie.to_owned(), body: body.to_owned() }
    }
}

/// A process that answers HTTP.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) address: String,
    pub(crate) pid: u32,
}

/// What one run came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Milliseconds.
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    /// Microseconds of processor time a request: of the HTTP server, and of PostgreSQL.
    pub(crate) http_cpu: f64,
    pub(crate) postgres_cpu: f64,
}

/// How to load.
pub(crate) struct Generator {
    pub(crate) folder: PathBuf,
    pub(crate) pinning: Pinning,
    pub(crate) postmaster: u32,
}

impl Generator {
    /// Writes the requests of a page down for wrk.
    pub(crate) fn requests(&self, name: &str, requests: &[Request]) -> Result<PathBuf> {
        ensure!(!requests.is_empty(), "no request for {name}");
        let mut text = String::new();
        for Request { method, path, cookie, body } in requests {
            writeln!(text, "{method}\t{path}\t{cookie}\t{body}")?;
        }
        let file = self.folder.join(format!("{name}.requests"));
        fs::write(&file, text)?;
        fs::write(self.folder.join("load.lua"), SCRIPT)?;
        Ok(file)
    }

    /// Sends the requests of a file over so many connections for so many seconds.
    pub(crate) fn run(
        &self,
        server: &Server,
        requests: &PathBuf,
        connections: usize,
        seconds: u64,
    ) -> Result<Run> {
        let before = (cpu(server.pid)?, cpu_of_family(self.postmaster)?);
        let output = pinned(&self.pinning.load, "wrk")
            .args(["-t1", &format!("-c{connections}"), &format!("-d{seconds}s"), "--timeout", "10s"])
            .arg("-s")
            .arg(self.folder.join("load.lua"))
            .arg(format!("http://{}/", server.address))
            .env("ROWHOUSE_BENCH_REQUESTS", requests)
            .output()
            .context("wrk cannot be run")?;
        let after = (cpu(server.pid)?, cpu_of_family(self.postmaster)?);
        let text = String::from_utf8_lossy(&output.stdout);
        let figures: Vec<f64> = text
            .lines()
            .find_map(|line| line.strip_prefix("MEASURED "))
            .with_context(|| format!("wrk: {text}{}", String::from_utf8_lossy(&output.stderr)))?
            .split(' ')
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        let [count, micros, p50, p99, refused, broken] = figures[..] else {
            anyhow::bail!("wrk said {text}")
        };
        ensure!(refused + broken == 0.0, "{refused} refused and {broken} broken: {}", requests.display());
        ensure!(count > 0.0, "no answer: {}", requests.display());
        let each = |spent: Duration| spent.as_secs_f64() * 1e6 / count;
        Ok(Run {
            rate: count / (micros / 1e6),
            p50: p50 / 1e3,
            p99: p99 / 1e3,
            http_cpu: each(after.0.saturating_sub(before.0)),
            postgres_cpu: each(after.1.saturating_sub(before.1)),
        })
    }
}
