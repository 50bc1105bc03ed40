//! A soak: five minutes of every kind of request, after which memory, connections and backends are as they were.

use std::{
    fmt::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::{
    cluster::Cluster,
    load::Generator,
    measure::Spread,
    pages,
    process::{self, Pinning},
    servers::{Starter, Subject},
    sessions,
};

const SECONDS: u64 = 300;
/// Until every connection is open, every statement prepared and every session known.
const WARM: Duration = Duration::from_mins(1);

struct Sample {
    rowhouse: f64,
    backends: f64,
    connections: i64,
    /// Of transactions that are open and do nothing.
    longest_idle: f64,
}

/// Loads for five minutes and watches; gives the report.
pub(crate) async fn run(cluster: &Cluster, folder: &Path) -> Result<String> {
    let pinning = Pinning::of_this_machine();
    let people = sessions::sign_in(cluster, i64::MAX).await?;
    process::pin(&pinning.servers, cluster.postmaster)?;
    let starter = Starter { cluster, processors: &pinning.servers, folder };
    let rowhouse = starter.start(Subject::Rowhouse, 3917, None)?;
    let load = Generator { folder: folder.to_owned(), pinning, postmaster: cluster.postmaster };
    let requests = pages::mixed(&load, &people)?;

    let loading = load.start(&rowhouse, &requests, 64, SECONDS)?;
    let (began, mut samples) = (Instant::now(), Vec::new());
    while began.elapsed() < Duration::from_secs(SECONDS - 2) {
        tokio::time::sleep(Duration::from_secs(2)).await;
        if began.elapsed() > WARM {
            samples.push(sample(cluster, rowhouse.pid).await?);
        }
    }
    let (rate, failed) = loading.finish()?;
    let mut text = format!(
        "# Five minutes on end\n\nWritten by `script/bench --soak`: every kind of page, sign-in included, over 64 connections, \
         {rate:.0} requests/s, {failed:.0} failed. After the first minute:\n\n| | least–most | least of the first quarter to least of the last |\n|---|---|---|\n",
    );
    for (name, figure) in [
        ("Rowhouse, MiB", (|s: &Sample| s.rowhouse) as fn(&Sample) -> f64),
        ("PostgreSQL's backends, MiB of their own", |s| s.backends),
        ("connections of Rowhouse to PostgreSQL", |s| s.connections as f64),
        ("longest idle in a transaction, ms", |s| s.longest_idle),
    ] {
        let Spread { least, most, .. } = Spread::of(samples.iter().map(figure));
        let change = change(&samples, figure) * 100.0;
        let change = if change.is_finite() { format!("{change:+.2} %") } else { String::new() };
        writeln!(text, "| {name} | {least:.0}–{most:.0} | {change} |")?;
    }
    let (lookups, from_memory) = rowhouse.lookups()?;
    writeln!(
        text,
        "\nOf {:.0} thousand lookups of a session, {:.2} % were answered from memory.",
        lookups / 1e3,
        from_memory * 100.0
    )?;
    text += "\nA connection prepares the statements of `sql/` and no others, so a leak of prepared statements would show in \
             the backends.\n";
    Ok(text)
}

async fn sample(cluster: &Cluster, rowhouse: u32) -> Result<Sample> {
    let query =
        "select pid, extract(epoch from clock_timestamp() - state_change)::float8 * 1000 as idle, state
                 from pg_stat_activity where application_name = 'rowhouse'";
    let (mut backends, mut longest_idle) = (0.0, 0.0_f64);
    let rows = cluster.superuser.query(query, &[]).await?;
    for row in &rows {
        backends += process::private(row.get::<_, i32>(0).try_into()?)?;
        if row.get::<_, Option<&str>>(2).is_some_and(|state| state.starts_with("idle in transaction")) {
            longest_idle = longest_idle.max(row.get(1));
        }
    }
    Ok(Sample {
        rowhouse: process::resident(rowhouse)?,
        backends,
        connections: rows.len().try_into()?,
        longest_idle,
    })
}

/// From the least of the first quarter to that of the last, as a part of the first: what is taken and given back, such as the
/// 19 MiB of a sign-in, is in neither, and what is never given back is in the second.
fn change(samples: &[Sample], figure: impl Fn(&Sample) -> f64) -> f64 {
    let quarter = samples.len() / 4;
    let (first, last) = (&samples[..quarter], &samples[samples.len() - quarter..]);
    let [first, last] = [first, last].map(|part| Spread::of(part.iter().map(&figure)).least);
    last / first - 1.0
}
