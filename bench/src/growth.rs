//! Growth: the same pages at 10, 1,000 and 10,000 tenants of 100 rows each, asked by 1, 10 and 1,000 connections; and the
//! search in a tenant of 200,000 tasks beside 1,000 and beside 10,000 others.
//!
//! Three servers with a Rowhouse each stand side by side and are loaded in turn, so that a ratio is formed within seconds.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::Result;
use rowhouse::operate::seed;

use crate::{
    cluster::{Cluster, Contents},
    load::{Generator, Run},
    measure::{Spread, ratio, spread, there_and_back},
    pages::{self, Page},
    process::{self, Pinning},
    servers::{Server, Starter, Subject},
    sessions,
};

const SIZES: [usize; 3] = [10, 1_000, 10_000];
const CONNECTIONS: [usize; 3] = [1, 10, 1_000];
const ROUNDS: usize = 5;
/// More sessions would measure how they are looked up first, and not how the data have grown.
const PEOPLE: i64 = 500;
/// As many as the smallest has. When no more than these come, what is asked for fits the processor's caches in each town, and
/// what is left of the growth is that of the data.
const FEW: usize = 10;

struct Town {
    cluster: Cluster,
    load: Generator,
    server: Server,
    /// Asked by all who have signed in.
    pages: Vec<Page>,
    /// Asked by a few of them.
    by_few: Vec<Page>,
    searches: Vec<Page>,
}

async fn town(folder: &Path, pinning: &Pinning, number: usize, tenants: usize) -> Result<Town> {
    let folder = folder.join(format!("growth-{tenants}"));
    fs::create_dir_all(&folder)?;
    eprintln!("bench: {tenants} tenants");
    let scale = seed::Scale { tenants, projects: 10, tasks: 9 };
    let contents = Contents { scale, big_tenant: tenants > 10 };
    let cluster = Cluster::open(&folder.join("cluster"), contents).await?;
    process::pin(&pinning.servers, cluster.postmaster)?;
    let people = sessions::sign_in(&cluster, PEOPLE).await?;
    let starter = Starter { cluster: &cluster, processors: &pinning.servers, folder: &folder };
    let port = u16::try_from(3930 + number)?;
    let server = starter.start(Subject::Rowhouse, port, None)?;
    let load = Generator { folder, pinning: pinning.clone(), postmaster: cluster.postmaster };
    let pages = pages::reads(&load, &people, "all")?;
    let by_few = pages::reads(&load, &people[..FEW.min(people.len())], "few")?;
    let searches = if tenants > 10 {
        let big = sessions::sign_in_to_the_big_tenant(&cluster).await?;
        pages::searches(&load, &big)?
    } else {
        Vec::new()
    };
    Ok(Town { cluster, load, server, pages, by_few, searches })
}

/// Runs for [round][town], without the round that warms.
fn rounds(
    towns: &[Town],
    connections: usize,
    seconds: u64,
    page: impl Fn(&Town) -> &Page,
) -> Result<Vec<Vec<Run>>> {
    let mut runs: Vec<Vec<Run>> = towns.iter().map(|_| Vec::new()).collect();
    for number in 0..=ROUNDS {
        let mut slices: Vec<Vec<Run>> = towns.iter().map(|_| Vec::new()).collect();
        for which in there_and_back((0..towns.len()).map(|turn| (turn + number) % towns.len())) {
            let town = &towns[which];
            slices[which].push(town.load.run(&town.server, &page(town).requests, connections, seconds)?);
        }
        if number > 0 {
            for (runs, slices) in runs.iter_mut().zip(&slices) {
                runs.push(Run::mean(slices));
            }
        }
    }
    Ok(runs)
}

/// Measures, and gives the report.
pub(crate) async fn run(folder: &Path) -> Result<String> {
    let pinning = Pinning::of_this_machine();
    let load_before = process::load_average();
    let mut towns = Vec::new();
    for (number, tenants) in SIZES.into_iter().enumerate() {
        towns.push(town(folder, &pinning, number, tenants).await?);
    }
    let mut text = format!(
        "# As it grows\n\nWritten by `script/bench --growth`. PostgreSQL {}, {}; load of the machine before it began: \
         {load_before}. Tenants of 100 rows each, sessions of at most {PEOPLE} of them; medians of {ROUNDS} rounds, \
         there and back; ratios are formed within a round, with the middle half in brackets.\n\n\
         | page | connections | p50 ms at 10 tenants | 1,000 | 10,000 | 10,000 ÷ 10 (middle half) | target |\n|---|---|---|---|---|---|---|\n",
        towns[0].cluster.version().await?,
        process::processor(),
    );
    let p50 = |run: &Run| run.p50;
    let mut row = |name: &str, connections, target, page: &dyn Fn(&Town) -> &Page| -> Result<()> {
        eprintln!("bench: {name}, {connections} connections");
        let runs = rounds(&towns, connections, 2, page)?;
        let [ten, thousand, most] = [0, 1, 2].map(|town| spread(&runs[town], p50).median);
        let grown = shown(ratio(&runs[2], &runs[0], p50));
        writeln!(
            text,
            "| {name} | {connections} | {ten:.2} | {thousand:.2} | {most:.2} | {grown} | {target} |"
        )?;
        Ok(())
    };
    for number in 0..towns[0].pages.len() {
        let name = towns[0].pages[number].name;
        for connections in CONNECTIONS {
            row(name, connections, "≤ 1.1", &|town| &town.pages[number])?;
        }
        row(&format!("— asked by {FEW} people alone, in each"), 10, "", &|town| &town.by_few[number])?;
    }
    text += "\n| search in 200,000 tasks | p50 ms beside 1,000 tenants | 10,000 | 10,000 ÷ 1,000 (middle half) | target |\n|---|---|---|---|---|\n";
    let beside = towns.split_off(1);
    for number in 0..beside[0].searches.len() {
        let runs = rounds(&beside, 1, 1, |town| &town.searches[number])?;
        let [fewer, more] = [0, 1].map(|town| spread(&runs[town], p50).median);
        let (name, grown) = (beside[0].searches[number].name, shown(ratio(&runs[1], &runs[0], p50)));
        writeln!(text, "| {name} | {fewer:.2} | {more:.2} | {grown} | ≤ 1.1 |")?;
    }
    let seeded = fs::read_to_string(beside[1].cluster.seeded()).unwrap_or_default();
    writeln!(
        text,
        "\nThe product's own seed wrote the 10,000 tenants, under their policies, in {} s.",
        seeded.trim()
    )?;
    Ok(text)
}

fn shown(Spread { median, lower, upper, .. }: Spread) -> String {
    format!("{median:.2} ({lower:.2}–{upper:.2})")
}
