//! Instructions, counted by callgrind: PostgreSQL below valgrind, and pgbench for its client.
//!
//! A count is the difference between a short and a longer run, so what a connection does once is not in it. Unlike a time, it
//! does not depend on the machine's load; it does on what the tables have been through.

use std::{
    fs::{self, Permissions},
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::cluster::Cluster;

/// Transactions of the two runs.
const TRANSACTIONS: [u64; 2] = [300, 1_100];

/// Where the counts are made.
pub(crate) struct Counter<'a> {
    pub(crate) cluster: &'a Cluster,
    /// What [`below_valgrind`] was given.
    pub(crate) folder: PathBuf,
}

impl Counter<'_> {
    /// Instructions of a transaction.
    pub(crate) fn count(&self, scripts: &[String], role: &str) -> Result<u64> {
        let [shorter, longer] = self.runs(scripts, role)?;
        let total = |counts: &Path| -> Result<u64> {
            let text = fs::read_to_string(counts)?;
            let line = text.lines().find_map(|line| line.strip_prefix("summary: ")).context("no summary")?;
            Ok(line.trim().parse()?)
        };
        Ok(total(&longer)?.saturating_sub(total(&shorter)?) / (TRANSACTIONS[1] - TRANSACTIONS[0]))
    }

    /// Instructions of each of these sets of functions, with what they call.
    pub(crate) fn parts(&self, scripts: &[String], sets: &[&[&str]]) -> Result<Vec<u64>> {
        let [shorter, longer] = self.runs(scripts, "rowhouse_app")?;
        let (before, after) = (inclusive(&shorter)?, inclusive(&longer)?);
        let sum = |counts: &[(String, u64)], names: &[&str]| -> u64 {
            counts.iter().filter(|(name, _)| names.contains(&name.as_str())).map(|(_, count)| count).sum()
        };
        let of = |names: &&[&str]| {
            sum(&after, names).saturating_sub(sum(&before, names)) / (TRANSACTIONS[1] - TRANSACTIONS[0])
        };
        Ok(sets.iter().map(of).collect())
    }

    /// The files with the counts of a short and of a longer run.
    fn runs(&self, scripts: &[String], role: &str) -> Result<[PathBuf; 2]> {
        let mut files = Vec::new();
        for (number, script) in scripts.iter().enumerate() {
            let file = self.folder.join(format!("script-{number}.sql"));
            fs::write(&file, script)?;
            files.push(file);
        }
        let mut counts = Vec::new();
        for (number, transactions) in TRANSACTIONS.into_iter().enumerate() {
            let (host, port, password) = self.cluster.address();
            let mut command = Command::new("pgbench");
            // A run is too short for plans to be made five times over before they are kept.
            command.env("PGOPTIONS", "-c plan_cache_mode=force_generic_plan").env("PGPASSWORD", password);
            command.args([
                "-n",
                "-M",
                "prepared",
                "-c",
                "1",
                "--random-seed=1",
                "-h",
                &host,
                "-p",
                &port,
                "-U",
                role,
            ]);
            command.args(["-t", &transactions.to_string()]);
            for file in &files {
                command.arg("-f").arg(file);
            }
            for counted in self.counted()? {
                fs::remove_file(counted)?;
            }
            let output = command.arg("rowhouse").output().context("pgbench cannot be run")?;
            ensure!(output.status.success(), "pgbench: {}", String::from_utf8_lossy(&output.stderr));
            let kept = self.folder.join(format!("kept-{number}"));
            fs::rename(self.written()?, &kept)?;
            counts.push(kept);
        }
        counts.try_into().map_err(|_| anyhow::anyhow!("two runs"))
    }

    fn counted(&self) -> Result<Vec<PathBuf>> {
        let files = fs::read_dir(&self.folder)?.flatten().map(|entry| entry.path());
        Ok(files.filter(|file| file.to_string_lossy().contains("/counts.")).collect())
    }

    /// The counts of the connection that has just ended: those that are large, since a worker may have ended as well.
    fn written(&self) -> Result<PathBuf> {
        let began = Instant::now();
        loop {
            std::thread::sleep(Duration::from_millis(1_500));
            let written = self
                .counted()?
                .into_iter()
                .max_by_key(|file| fs::metadata(file).map_or(0, |meta| meta.len()));
            if let Some(file) = written.filter(|file| fs::metadata(file).is_ok_and(|meta| meta.len() > 0)) {
                return Ok(file);
            }
            ensure!(began.elapsed() < Duration::from_mins(1), "callgrind has written nothing");
        }
    }
}

/// A folder of the server's programs in which the server itself runs below valgrind.
pub(crate) fn below_valgrind(folder: &Path, real: &Path, options: &str) -> Result<PathBuf> {
    let programs = folder.join("bin");
    if programs.exists() {
        fs::remove_dir_all(&programs)?;
    }
    fs::create_dir(&programs)?;
    for entry in fs::read_dir(real)?.flatten().filter(|entry| entry.file_name() != "postgres") {
        symlink(entry.path(), programs.join(entry.file_name()))?;
    }
    let wrapper = programs.join("postgres");
    let counts = folder.join("counts.%p");
    let text = format!(
        "#!/bin/sh\ncase $1 in --version) exec '{0}' --version;; esac\n\
         exec valgrind --tool=callgrind {options} --callgrind-out-file='{1}' --log-file=/dev/null '{0}' \"$@\"\n",
        real.join("postgres").display(),
        counts.display()
    );
    fs::write(&wrapper, text)?;
    fs::set_permissions(&wrapper, Permissions::from_mode(0o755))?;
    Ok(programs)
}

/// Functions with what they and what they call has executed.
fn inclusive(counts: &Path) -> Result<Vec<(String, u64)>> {
    let output = Command::new("callgrind_annotate")
        .args(["--inclusive=yes", "--threshold=100"])
        .arg(counts)
        .output()
        .context("callgrind_annotate cannot be run")?;
    let text = String::from_utf8_lossy(&output.stdout);
    // `1,234 ( 5.6%)  ???:name [library]`
    let line = |line: &str| -> Option<(String, u64)> {
        let count = line.split_whitespace().next()?.replace(',', "").parse().ok()?;
        let name = line.split_once(':')?.1.split_whitespace().next()?;
        Some((name.to_owned(), count))
    };
    Ok(text.lines().filter_map(line).collect())
}
