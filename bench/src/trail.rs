//! What the audit trail costs: writes in one tenant, with the triggers that record them and without, by 1 and by 8 writers.
//!
//! The triggers are taken off and put back by the superuser between runs that follow one another at once, there and back, so a
//! ratio is formed within seconds. Nothing else differs: the same server, sessions and rows.

use std::{fmt::Write as _, path::Path};

use anyhow::Result;

use crate::{
    cluster::Cluster,
    load::{Generator, Run},
    measure::{ratio, spread, there_and_back},
    pages,
    process::{self, Pinning},
    servers::{Starter, Subject},
    sessions,
};

const ROUNDS: usize = 7;
const WRITERS: [usize; 2] = [1, 8];
/// The part of the rate that may be lost.
const TARGET: f64 = 0.9;

/// Measures, and gives the report.
pub(crate) async fn run(cluster: &Cluster, folder: &Path) -> Result<String> {
    let pinning = Pinning::of_this_machine();
    let people = sessions::at_work(cluster).await?;
    process::pin(&pinning.servers, cluster.postmaster)?;
    let load =
        Generator { folder: folder.to_owned(), pinning: pinning.clone(), postmaster: cluster.postmaster };
    let starter = Starter { cluster, processors: &pinning.servers, folder };
    let server = starter.start(Subject::Rowhouse, 3917, None)?;

    let mut text = format!(
        "# What the audit trail costs\n\nWritten by `script/bench --trail`. PostgreSQL {}, {}. All writes are in one tenant, spread over its tasks and projects.\n\n\
         | | writers | target | rate with the trail ÷ without (middle half) | requests/s with it | PostgreSQL µs with and without | HTTP server µs | |\n\
         |---|---|---|---|---|---|---|---|\n",
        cluster.version().await?,
        process::processor()
    );
    for page in pages::writes(&load, &people)? {
        for writers in WRITERS {
            let mut runs = [Vec::new(), Vec::new()];
            for number in 0..=ROUNDS {
                let mut slices = [Vec::new(), Vec::new()];
                for which in there_and_back((0..2).map(|turn| (turn + number) % 2)) {
                    cluster.record_changes(which == 0).await?;
                    slices[which].push(load.run(&server, &page.requests, writers, 2)?);
                    cluster.remove_added().await?;
                }
                if number > 0 {
                    for (runs, slices) in runs.iter_mut().zip(&slices) {
                        runs.push(Run::mean(slices));
                    }
                }
            }
            let kept = ratio(&runs[0], &runs[1], |run| run.rate);
            let verdict = if kept.median >= TARGET { "met" } else { "**missed**" };
            let [with, without] =
                [&runs[0], &runs[1]].map(|runs| spread(runs, |run| run.postgres_cpu).median);
            writeln!(
                text,
                "| {} | {writers} | ≥ {TARGET} | {:.2} ({:.2}–{:.2}) | {:.0} | {with:.0}, {without:.0} | {:.0} | {verdict} |",
                page.name,
                kept.median,
                kept.lower,
                kept.upper,
                spread(&runs[0], |run| run.rate).median,
                spread(&runs[0], |run| run.http_cpu).median,
            )?;
        }
    }
    cluster.record_changes(true).await?;
    Ok(text)
}
