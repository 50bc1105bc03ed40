//! Processes: where they run, what processor time they used, how much memory they hold.
//!
//! Read from `/proc` (proc(5)), so Linux alone. The processor time of PostgreSQL is that of its postmaster and of every
//! process below it, those that have ended included.

use std::{fs, path::Path, process::Command, time::Duration};

use anyhow::{Context, Result};

/// Which processors the two sides of the benchmark run on.
#[derive(Clone, Debug)]
pub(crate) struct Pinning {
    /// Rowhouse, the twins and PostgreSQL.
    pub(crate) servers: String,
    /// The load generators and the delayed link.
    pub(crate) load: String,
}

impl Pinning {
    /// The first half for the servers, the other for the load: whatever is measured never competes with what measures.
    pub(crate) fn of_this_machine() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        let range = |first: usize, last: usize| {
            if first >= last { first.to_string() } else { format!("{first}-{last}") }
        };
        let half = processors / 2;
        if half == 0 {
            return Self { servers: "0".into(), load: "0".into() };
        }
        Self { servers: range(0, half - 1), load: range(half, processors - 1) }
    }
}

/// A command that runs on these processors alone.
pub(crate) fn pinned(processors: &str, program: impl AsRef<Path>) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", processors]).arg(program.as_ref());
    command
}

/// Moves a running process, all of its threads, and what it starts from here on.
pub(crate) fn pin(processors: &str, pid: u32) -> Result<()> {
    let output = Command::new("taskset").args(["-a", "-p", "-c", processors, &pid.to_string()]).output()?;
    anyhow::ensure!(output.status.success(), "taskset: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// The fields of /proc/PID/stat after the name, which is in parentheses and may hold blanks.
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(text.rsplit_once(") ")?.1.split_whitespace().map(str::to_owned).collect())
}

fn ticks(fields: &[String], which: std::ops::Range<usize>) -> u64 {
    fields[which].iter().filter_map(|field| field.parse::<u64>().ok()).sum()
}

fn duration(ticks: u64) -> Duration {
    Duration::from_secs_f64(ticks as f64 / rustix::param::clock_ticks_per_second() as f64)
}

/// The processor time that a process has used, user and system.
pub(crate) fn cpu(pid: u32) -> Result<Duration> {
    let fields = stat(pid).with_context(|| format!("process {pid} is gone"))?;
    Ok(duration(ticks(&fields, 11..13)))
}

/// The same of a process and its children, with those that it has buried.
pub(crate) fn cpu_of_family(parent: u32) -> Result<Duration> {
    let own = stat(parent).with_context(|| format!("process {parent} is gone"))?;
    let mut sum = ticks(&own, 11..15);
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        if let Some(fields) = stat(pid).filter(|fields| fields[1] == parent.to_string()) {
            sum += ticks(&fields, 11..15);
        }
    }
    Ok(duration(sum))
}

/// The parent of a process.
pub(crate) fn parent(pid: u32) -> Result<u32> {
    Ok(stat(pid).with_context(|| format!("process {pid} is gone"))?[1].parse()?)
}

/// Resident memory now, in MiB.
pub(crate) fn resident(pid: u32) -> Result<f64> {
    memory(pid, "VmRSS:")
}

/// What of it is the process's own: neither files nor shared memory.
pub(crate) fn private(pid: u32) -> Result<f64> {
    memory(pid, "RssAnon:")
}

fn memory(pid: u32, label: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(label)).context("no such figure")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}

/// What the machine did meanwhile that was not ours to ask for: its load before the benchmark began.
pub(crate) fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}

/// The processor's name.
pub(crate) fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name"));
    name.map_or_else(|| "unknown processor".into(), |name| name.trim_matches([' ', '\t', ':']).to_owned())
}
