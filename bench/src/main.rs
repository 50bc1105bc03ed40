//! The benchmark, as `script/bench` runs it: the data, Rowhouse and its twins, their pages under load in turn, the report.
//!
//! Nothing here is part of the product, and nothing is asserted: a figure that misses its target is written down.

mod callgrind;
mod chart;
mod cluster;
mod crowd;
mod floor;
mod growth;
mod hold;
mod link;
mod load;
mod measure;
mod pages;
mod panel;
mod process;
mod profile;
mod report;
mod servers;
mod sessions;
mod soak;
mod trail;

use std::{fs, path::Path, time::Duration};

use anyhow::Result;
use clap::Parser;

use crate::{
    cluster::{Cluster, Contents},
    floor::Floor,
    link::Link,
    load::Generator,
    measure::{Series, Spread},
    pages::CONNECTIONS,
    process::Pinning,
    servers::{Server, Starter, Subject},
};

/// Many short ones: a processor that slows down for some seconds then falls on all alike.
const ROUNDS: usize = 12;
const STARTS: usize = 9;

/// Everything that one run of the benchmark found.
pub(crate) struct Found {
    pub(crate) server_version: String,
    pub(crate) pinning: Pinning,
    pub(crate) load_before: String,
    pub(crate) near: Vec<Series>,
    pub(crate) quiet: Vec<Series>,
    pub(crate) far: Vec<Series>,
    pub(crate) searches: Vec<Series>,
    /// Transactions a second of pgbench, and PostgreSQL's microseconds for each.
    pub(crate) floor: Vec<(f64, f64)>,
    /// What the link adds to a bare `select 1`, in round trips.
    pub(crate) link: Spread,
    /// Milliseconds from start to first answer.
    pub(crate) starts: Vec<f64>,
    /// MiB: at the start, with 1,000 connections open, with 1,000 requests at once.
    pub(crate) memory: [f64; 3],
    /// Dashboards a second while sessions are revoked, as a part of those in calm.
    pub(crate) storm: Spread,
}

#[derive(Parser)]
#[command(about = "Measures what isolation costs, and writes bench/results.md")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Arguments {
    /// Measure nothing: start the servers, say how each page is loaded, and wait for ^C, so that a profiler can look
    #[arg(long)]
    hold: bool,
    /// Measure 10, 1,000 and 10,000 tenants instead, and write bench/growth.md
    #[arg(long, conflicts_with = "hold")]
    growth: bool,
    /// Load for five minutes on end instead, and write bench/soak.md
    #[arg(long, conflicts_with_all = ["hold", "growth"])]
    soak: bool,
    /// Measure what the audit trail costs instead, and write bench/trail.md
    #[arg(long, conflicts_with_all = ["hold", "growth", "soak"])]
    trail: bool,
    /// Measure the superuser's panel instead, and write bench/panel.md
    #[arg(long, conflicts_with_all = ["hold", "growth", "soak", "trail"])]
    panel: bool,
    /// Count what PostgreSQL executes instead, below valgrind, and write bench/profile.md
    #[arg(long, conflicts_with_all = ["hold", "growth", "soak", "trail", "panel"])]
    profile: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let Arguments { hold, growth, soak, trail, panel, profile } = Arguments::parse();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (load_before, folder) = (process::load_average(), root.join("data"));
    fs::create_dir_all(&folder)?;
    eprintln!("bench: the data (a minute or two the first time)");
    if growth {
        return write(root, "growth.md", &growth::run(&folder).await?);
    }
    if profile {
        return write(root, "profile.md", &profile::run(&folder).await?);
    }
    let cluster = Cluster::open(&folder.join("cluster"), Contents::USUAL).await?;
    if hold {
        return hold::servers(&cluster, &folder).await;
    }
    if soak {
        return write(root, "soak.md", &soak::run(&cluster, &folder).await?);
    }
    if trail {
        return write(root, "trail.md", &trail::run(&cluster, &folder).await?);
    }
    if panel {
        return write(root, "panel.md", &panel::run(&cluster, &folder).await?);
    }
    let found = measure(&cluster, &folder, load_before).await;
    cluster.drop_explicit_role().await?;
    let found = found?;
    fs::write(root.join("results.svg"), chart::svg(&found)?)?;
    write(root, "results.md", &report::markdown(&found)?)
}

fn write(root: &Path, name: &str, text: &str) -> Result<()> {
    fs::write(root.join(name), text)?;
    println!("{text}");
    Ok(())
}

async fn measure(cluster: &Cluster, folder: &Path, load_before: String) -> Result<Found> {
    let pinning = Pinning::of_this_machine();
    let people = sessions::sign_in(cluster, i64::MAX).await?;
    let big = sessions::sign_in_to_the_big_tenant(cluster).await?;
    process::pin(&pinning.servers, cluster.postmaster)?;
    // The threads of the link among them.
    process::pin(&pinning.load, std::process::id())?;
    let load =
        Generator { folder: folder.to_owned(), pinning: pinning.clone(), postmaster: cluster.postmaster };
    let starter = Starter { cluster, processors: &pinning.servers, folder };

    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(starter.start(Subject::Rowhouse, 3916, None)?.started_in.as_secs_f64() * 1e3);
    }

    // Rowhouse first: it does not start beside a role that is exempt from row security.
    let rowhouse = starter.start(Subject::Rowhouse, 3917, None)?;
    let at_start = process::resident(rowhouse.pid)?;
    let link = Link::open(cluster).await?;
    let far_rowhouse = starter.start(Subject::Rowhouse, 3920, Some(link.port))?;
    cluster.create_explicit_role().await?;
    let explicit = starter.start(Subject::Explicit, 3918, None)?;
    let naive = starter.start(Subject::Naive, 3919, None)?;
    let far_naive = starter.start(Subject::Naive, 3921, Some(link.port))?;
    let floor = Floor::new(cluster, folder.to_owned()).await?;

    let (near, quiet) = (pages::near(&load, &people)?, pages::quiet(&load, &people)?);
    let (far, searches) = (pages::far(&load, &people)?, pages::searches(&load, &big)?);
    let [mut near_runs, mut quiet_runs, mut far_runs, mut search_runs] =
        [&near, &quiet, &far, &searches].map(|pages| measure::series(pages));
    let near_server = |subject| -> &Server {
        match subject {
            Subject::Rowhouse => &rowhouse,
            Subject::Explicit => &explicit,
            Subject::Naive => &naive,
        }
    };
    let far_server = |subject| if subject == Subject::Naive { &far_naive } else { &far_rowhouse };
    let (mut floors, mut added) = (Vec::new(), Vec::new());
    for number in 0..=ROUNDS {
        eprintln!("bench: round {number} of {ROUNDS}");
        let bottom = floor.run(cluster.postmaster, &pinning.servers, CONNECTIONS, 1)?;
        if number > 0 {
            floors.push(bottom);
        }
        measure::round(number, &load, &near, 1, near_server, &mut near_runs)?;
        // These scatter less.
        if number % 2 == 1 {
            continue;
        }
        measure::round(number, &load, &quiet, 1, near_server, &mut quiet_runs)?;
        measure::round(number, &load, &far, 1, far_server, &mut far_runs)?;
        if number > 0 {
            added.push(link.added(cluster).await?.median);
        }
        measure::round(number, &load, &searches, 1, near_server, &mut search_runs)?;
    }
    let storm = storm(cluster, &load, &rowhouse, &near[0].requests).await?;
    let crowd = crowd::open(rowhouse.address, &people, 1_000)?;
    let open = process::resident(rowhouse.pid)?;
    drop(crowd);
    let at_once = load.run(&rowhouse, &near[0].requests, 1_000, 5)?.memory;
    Ok(Found {
        server_version: cluster.version().await?,
        load_before,
        near: near_runs,
        quiet: quiet_runs,
        far: far_runs,
        searches: search_runs,
        floor: floors,
        starts,
        link: Spread::of(added.iter().map(|added| added / link::ROUND_TRIP.as_secs_f64())),
        memory: [at_start, open, at_once],
        storm,
        pinning,
    })
}

/// Revocations that mean nothing to Rowhouse, a hundred a second: at each, it forgets every session that it knows.
async fn storm(cluster: &Cluster, load: &Generator, server: &Server, requests: &Path) -> Result<Spread> {
    let mut ratios = Vec::new();
    for _ in 0..3 {
        let calm = load.run(server, requests, CONNECTIONS, 2)?;
        let loading = load.start(server, requests, CONNECTIONS, 2)?;
        for _ in 0..200 {
            cluster.superuser.batch_execute("notify rowhouse_sessions, 'all'").await?;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let (rate, failed) = loading.finish()?;
        anyhow::ensure!(failed == 0.0, "{failed} failed in the storm");
        ratios.push(rate / calm.rate);
    }
    Ok(Spread::of(ratios))
}
