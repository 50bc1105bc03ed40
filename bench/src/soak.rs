//! A soak: five minutes of every kind of request, over which memory, connections and backends are to stay as they are.
//!
//! What is taken and given back, such as the 19 MiB of a sign-in, is no growth: so memory is looked at often, the least of every
//! ten seconds is its level, and the slope is that of the line which fits the levels best (least squares).

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

/// What is measured, after the warming.
const SECONDS: u64 = 300;
/// A turn of warming: housekeeping, which seals the trail, comes every minute.
const WARM: u64 = 75;
/// So many turns at most, until the backends take no more: each connection must have met every statement, by chance.
const TURNS: usize = 6;
const STILL: f64 = 1.002;
/// Between two looks at the memory of Rowhouse; backends are looked at once for each level.
const LOOK: Duration = Duration::from_millis(25);
const LEVEL: Duration = Duration::from_secs(10);

struct Sample {
    rowhouse: f64,
    backends: f64,
    connections: f64,
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

    let (mut turns, mut warm) = (0, 0.0);
    while turns < TURNS {
        let loading = load.start(&rowhouse, &requests, 64, WARM)?;
        tokio::time::sleep(Duration::from_secs(WARM)).await;
        loading.finish()?;
        turns += 1;
        let before = std::mem::replace(&mut warm, backends(cluster).await?.0);
        if warm < before * STILL {
            break;
        }
    }
    let loading = load.start(&rowhouse, &requests, 64, SECONDS)?;
    let (began, mut samples) = (Instant::now(), Vec::new());
    while began.elapsed() + LEVEL < Duration::from_secs(SECONDS) {
        samples.push(sample(cluster, rowhouse.pid).await?);
    }
    let (rate, failed) = loading.finish()?;
    let mut text = format!(
        "# Five minutes on end\n\nWritten by `script/bench --soak`: every kind of page, sign-in included, over 64 connections, \
         {rate:.0} requests/s, {failed:.0} failed. After {} seconds to warm, until the backends took no more: the least of every {} seconds, the line that fits these best (least \
         squares), and its standard error:\n\n| | least–most | slope, a minute | in five minutes, of the level |\n|---|---|---|---|\n",
        turns as u64 * WARM,
        LEVEL.as_secs()
    );
    for (name, figure) in [
        ("Rowhouse, MiB", (|s: &Sample| s.rowhouse) as fn(&Sample) -> f64),
        ("PostgreSQL's backends, MiB of their own", |s| s.backends),
        ("connections of Rowhouse to PostgreSQL", |s| s.connections),
    ] {
        let levels: Vec<f64> = samples.iter().map(figure).collect();
        let Spread { least, most, median, .. } = Spread::of(levels.iter().copied());
        let (slope, error) = slope(&levels);
        let minute = Duration::from_mins(1).as_secs_f64() / LEVEL.as_secs_f64();
        let part = |slope: f64| slope * minute * 5.0 / median * 100.0;
        writeln!(
            text,
            "| {name} | {least:.1}–{most:.1} | {:+.3} ± {:.3} | {:+.2} ± {:.2} % |",
            slope * minute,
            error * minute,
            part(slope),
            part(error)
        )?;
    }
    let longest_idle = Spread::of(samples.iter().map(|s| s.longest_idle)).most;
    writeln!(text, "\nNo transaction was found idle for longer than {longest_idle:.0} ms.")?;
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

/// What the backends of Rowhouse hold, how many they are, and the longest of them idle in a transaction.
async fn backends(cluster: &Cluster) -> Result<(f64, f64, f64)> {
    let query =
        "select pid, extract(epoch from clock_timestamp() - state_change)::float8 * 1000 as idle, state
                 from pg_stat_activity where application_name = 'rowhouse'";
    let (mut held, mut longest_idle) = (0.0, 0.0_f64);
    let rows = cluster.superuser.query(query, &[]).await?;
    for row in &rows {
        held += process::private(row.get::<_, i32>(0).try_into()?)?;
        if row.get::<_, Option<&str>>(2).is_some_and(|state| state.starts_with("idle in transaction")) {
            longest_idle = longest_idle.max(row.get(1));
        }
    }
    Ok((held, rows.len() as f64, longest_idle))
}

async fn sample(cluster: &Cluster, rowhouse: u32) -> Result<Sample> {
    let (backends, connections, longest_idle) = backends(cluster).await?;
    let (began, mut least) = (Instant::now(), f64::INFINITY);
    while began.elapsed() < LEVEL {
        least = least.min(process::private(rowhouse)?);
        tokio::time::sleep(LOOK).await;
    }
    Ok(Sample { rowhouse: least, backends, connections, longest_idle })
}

/// By how much the levels rise from one to the next, and the standard error of that.
fn slope(levels: &[f64]) -> (f64, f64) {
    let count = levels.len() as f64;
    let (middle, mean) = ((count - 1.0) / 2.0, levels.iter().sum::<f64>() / count);
    let places = || (0..levels.len()).map(|place| place as f64 - middle);
    let width: f64 = places().map(|place| place * place).sum();
    let slope = places().zip(levels).map(|(place, level)| place * (level - mean)).sum::<f64>() / width;
    let missed: f64 = places().zip(levels).map(|(place, level)| (level - mean - slope * place).powi(2)).sum();
    (slope, (missed / (count - 2.0) / width).sqrt())
}
