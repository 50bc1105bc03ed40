//! Load: one page under wrk for some seconds, with what it cost both servers.
//!
//! wrk, because its script gives every request another session: a run that spoke for one tenant alone would flatter every
//! cache. It is a closed loop, so latency is that of a full server, not of a quiet one.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use crate::{
    process::{Pinning, cpu, cpu_of_family, pinned, resident},
    servers::Server,
};

const SCRIPT: &str = include_str!("load.lua");

/// One request: method (PART is a GET by htmx, PACKED one that takes compression as browsers do), path, the session's cookie, body.
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

    pub(crate) fn part(path: impl Into<String>, cookie: &str) -> Self {
        Self { method: "PART", ..Self::get(path, cookie) }
    }

    pub(crate) fn packed(path: impl Into<String>, cookie: &str) -> Self {
        Self { method: "PACKED", ..Self::get(path, cookie) }
    }

    pub(crate) fn post(path: impl Into<String>, cookie: &str, body: &str) -> Self {
        Self { method: "POST", path: path.into(), cookie: cookie.to_owned(), body: body.to_owned() }
    }
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
    /// MiB that the HTTP server held at the end, with all connections open.
    pub(crate) memory: f64,
}

impl Run {
    /// The mean of runs of the same length.
    pub(crate) fn mean(runs: &[Self]) -> Self {
        let mean = |figure: fn(&Self) -> f64| runs.iter().map(figure).sum::<f64>() / runs.len() as f64;
        Self {
            rate: mean(|run| run.rate),
            p50: mean(|run| run.p50),
            p99: mean(|run| run.p99),
            http_cpu: mean(|run| run.http_cpu),
            postgres_cpu: mean(|run| run.postgres_cpu),
            memory: mean(|run| run.memory),
        }
    }
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
        requests: &Path,
        connections: usize,
        seconds: u64,
    ) -> Result<Run> {
        let before = (cpu(server.pid)?, cpu_of_family(self.postmaster)?);
        let loading = self.start(server, requests, connections, seconds)?;
        // Shortly before the end, when every connection is open and has been used.
        thread::sleep(Duration::from_secs(seconds).mul_f64(0.9));
        let memory = resident(server.pid)?;
        let Said { count, micros, p50, p99, failed } = loading.hear()?;
        let after = (cpu(server.pid)?, cpu_of_family(self.postmaster)?);
        ensure!(failed == 0.0, "{failed} failed: {}", requests.display());
        ensure!(count > 0.0, "no answer: {}", requests.display());
        let each = |spent: Duration| spent.as_secs_f64() * 1e6 / count;
        Ok(Run {
            rate: count / (micros / 1e6),
            p50: p50 / 1e3,
            p99: p99 / 1e3,
            http_cpu: each(after.0.saturating_sub(before.0)),
            postgres_cpu: each(after.1.saturating_sub(before.1)),
            memory,
        })
    }

    /// The same, without waiting for the end.
    pub(crate) fn start(
        &self,
        server: &Server,
        requests: &Path,
        connections: usize,
        seconds: u64,
    ) -> Result<Loading> {
        let child = pinned(&self.pinning.load, "wrk")
            .args(["-t1", &format!("-c{connections}"), &format!("-d{seconds}s"), "--timeout", "10s"])
            .arg("-s")
            .arg(self.folder.join("load.lua"))
            .arg(format!("http://{}/", server.address))
            .env("ROWHOUSE_BENCH_REQUESTS", requests)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("wrk cannot be run")?;
        Ok(Loading(child))
    }
}

/// Load that is on.
pub(crate) struct Loading(Child);

/// What wrk says at its end.
struct Said {
    count: f64,
    micros: f64,
    p50: f64,
    p99: f64,
    failed: f64,
}

impl Loading {
    /// Waits for the end: requests a second, and how many failed.
    pub(crate) fn finish(self) -> Result<(f64, f64)> {
        let said = self.hear()?;
        Ok((said.count / (said.micros / 1e6), said.failed))
    }

    fn hear(self) -> Result<Said> {
        let output = self.0.wait_with_output()?;
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
        Ok(Said { count, micros, p50, p99, failed: refused + broken })
    }
}
