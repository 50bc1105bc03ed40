//! What was found, as a page of Markdown: the targets with what they came to, then the figures behind them.

use std::fmt::Write as _;

use anyhow::Result;

use crate::{
    Found,
    link::ROUND_TRIP,
    load::Run,
    measure::{Series, Spread, find, ratio, spread},
    pages::{CONNECTIONS, CREATE, DASHBOARD, PART, PROJECT, TOGGLE},
    process,
    servers::Subject::{self, Explicit, Naive, Rowhouse},
};

/// How it was measured, for whoever doubts it.
const METHOD: &str = include_str!("method.md");

/// How a target is met.
#[derive(Clone, Copy)]
enum Target {
    AtLeast(f64),
    AtMost(f64),
    /// A figure that explains the one before it.
    None,
}

struct Row {
    what: String,
    target: Target,
    unit: &'static str,
    found: Spread,
}

impl Row {
    fn verdict(&self) -> &'static str {
        let met = match self.target {
            Target::AtLeast(least) => self.found.median >= least,
            Target::AtMost(most) => self.found.median <= most,
            Target::None => return "",
        };
        if met { "met" } else { "**missed**" }
    }
}

fn rate(run: &Run) -> f64 {
    run.rate
}

fn cpu(run: &Run) -> f64 {
    run.http_cpu + run.postgres_cpu
}

/// What isolation and pipelining cost and gain.
fn ratios(found: &Found) -> Vec<Row> {
    let near = |page, subject| find(&found.near, page, subject, CONNECTIONS);
    let far = |page, subject| find(&found.far, page, subject, 4);
    let mut rows = Vec::new();
    let mut row = |what: String, target, found| rows.push(Row { what, target, unit: "", found });
    for (page, least) in [(DASHBOARD, 0.9), (PROJECT, 0.9), (PART, 0.8)] {
        let (ours, explicit) = (near(page, Rowhouse), near(page, Explicit));
        let what = format!("{page}, requests/s ÷ without row security (a)");
        row(what, Target::AtLeast(least), ratio(ours, explicit, rate));
        row("— (a) ÷ Rowhouse in processor time".to_owned(), Target::None, ratio(explicit, ours, cpu));
    }
    let (ours, naive) = (near(PART, Rowhouse), near(PART, Naive));
    row(
        format!("{PART}, requests/s ÷ naive transactions (b)"),
        Target::AtLeast(1.4),
        ratio(ours, naive, rate),
    );
    row("— (b) ÷ Rowhouse in processor time".to_owned(), Target::None, ratio(naive, ours, cpu));
    let far = ratio(far(PART, Rowhouse), far(PART, Naive), rate);
    row(format!("{PART}, the same with 2.5 ms to the database"), Target::AtLeast(3.0), far);
    let ours = near(DASHBOARD, Rowhouse);
    let floor = ours.iter().zip(&found.floor).map(|(run, floor)| run.rate / floor.0);
    row(format!("{DASHBOARD}, requests/s ÷ pgbench (c)"), Target::AtLeast(0.6), Spread::of(floor));
    let floor = ours.iter().zip(&found.floor).map(|(run, floor)| floor.1 / run.postgres_cpu);
    row("— (c) ÷ Rowhouse in PostgreSQL's processor time".to_owned(), Target::None, Spread::of(floor));
    row(
        format!("{DASHBOARD}, requests/s with 100 revocations a second ÷ with none"),
        Target::None,
        found.storm,
    );
    rows
}

/// How long things take and how much they hold.
fn figures(found: &Found) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = |what: String, target, unit, found| rows.push(Row { what, target, unit, found });
    let trip = ROUND_TRIP.as_secs_f64() * 1e3;
    for (page, most) in [(DASHBOARD, 1.4), (PROJECT, 1.4), (PART, 1.4), (TOGGLE, 2.4), (CREATE, 2.4)] {
        let (far, quiet) = (find(&found.far, page, Rowhouse, 1), find(&found.quiet, page, Rowhouse, 1));
        let what = format!("{page}, p50 with 2.5 ms to the database, in round trips");
        row(what, Target::AtMost(most), "", spread(far, |run| run.p50 / trip));
        let added = far.iter().zip(quiet).map(|(far, quiet)| (far.p50 - quiet.p50) / trip);
        row("— what of it the distance adds".to_owned(), Target::None, "", Spread::of(added));
    }
    row("The link itself, with a bare `select 1`, in round trips".to_owned(), Target::None, "", found.link);
    for series in &found.searches {
        let what = format!("Search in 200,000 tasks, {}, p50", series.page);
        row(what, Target::AtMost(40.0), " ms", spread(&series.runs, |run| run.p50));
    }
    let [start, open, at_once] = found.memory.map(|memory| Spread::of([memory]));
    row("Resident memory with 1,000 connections open".to_owned(), Target::AtMost(64.0), " MiB", open);
    row("— with 1,000 requests at once".to_owned(), Target::None, " MiB", at_once);
    row("— after the start".to_owned(), Target::None, " MiB", start);
    let starts = Spread::of(found.starts.iter().copied());
    row("Start on a migrated database to the first answer".to_owned(), Target::AtMost(150.0), " ms", starts);
    rows
}

pub(crate) fn name(subject: Subject) -> &'static str {
    match subject {
        Rowhouse => "Rowhouse",
        Explicit => "(a) without row security",
        Naive => "(b) naive transactions",
    }
}

pub(crate) fn markdown(found: &Found) -> Result<String> {
    let mut text = format!(
        "# What isolation costs\n\n![Requests a second](results.svg)\n\nWritten by `script/bench`. PostgreSQL {}, {}. Rowhouse, twins and \
         PostgreSQL share processors {}, the load has {}. Load of the machine before it began: {}; where that is above 0.3, \
         others were at work, rates are low and ratios scatter.\n\n| | target | found (middle half) | |\n|---|---|---|---|\n",
        found.server_version,
        process::processor(),
        found.pinning.servers,
        found.pinning.load,
        found.load_before,
    );
    for row in ratios(found).iter().chain(&figures(found)) {
        let target = match row.target {
            Target::AtLeast(least) => format!("≥ {least}{}", row.unit),
            Target::AtMost(most) => format!("≤ {most}{}", row.unit),
            Target::None => String::new(),
        };
        let Spread { median, lower, upper, .. } = row.found;
        let (digits, unit) = (if median < 100.0 { 2 } else { 0 }, row.unit);
        let range =
            if lower < upper { format!(" ({lower:.digits$}–{upper:.digits$})") } else { String::new() };
        writeln!(text, "| {} | {target} | {median:.digits$}{unit}{range} | {} |", row.what, row.verdict())?;
    }
    text += "\nGrowth with the number of tenants is in growth.md, five minutes on end in soak.md.\n\n## How it was measured\n\n";
    text += METHOD;
    text += "\n## The database on the same machine\n\n";
    table(&mut text, &found.near)?;
    let tps = Spread::of(found.floor.iter().map(|floor| floor.0));
    let cpu = Spread::of(found.floor.iter().map(|floor| floor.1));
    writeln!(
        text,
        "| Dashboard | (c) pgbench | {CONNECTIONS} | {:.0} ({:.0}–{:.0}) | | | | {:.0} |",
        tps.median, tps.least, tps.most, cpu.median
    )?;
    text += "\n## One request at a time\n\n";
    table(&mut text, &found.quiet)?;
    text += "\n## One or four at a time, with 2.5 ms to the database\n\n";
    table(&mut text, &found.far)?;
    text += "\n## Search in a tenant of 200,000 tasks\n\n";
    table(&mut text, &found.searches)?;
    Ok(text)
}

fn table(text: &mut String, all: &[Series]) -> Result<()> {
    *text += "| page | | connections | requests/s (least–most) | p50 ms | p99 ms | HTTP server µs | PostgreSQL µs |\n|---|---|---|---|---|---|---|---|\n";
    for series in all {
        let Spread { median, least, most, .. } = spread(&series.runs, rate);
        let [p50, p99, http, postgres] =
            [|r: &Run| r.p50, |r: &Run| r.p99, |r: &Run| r.http_cpu, |r: &Run| r.postgres_cpu]
                .map(|figure| spread(&series.runs, figure).median);
        writeln!(
            text,
            "| {} | {} | {} | {median:.0} ({least:.0}–{most:.0}) | {p50:.2} | {p99:.2} | {http:.0} | {postgres:.0} |",
            series.page,
            name(series.subject),
            series.connections,
        )?;
    }
    Ok(())
}
