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

/// How a target is met.
#[derive(Clone, Copy)]
enum Target {
    AtLeast(f64),
    AtMost(f64),
}

struct Row {
    what: String,
    target: Target,
    unit: &'static str,
    found: Spread,
}

impl Row {
    fn met(&self) -> bool {
        match self.target {
            Target::AtLeast(least) => self.found.median >= least,
            Target::AtMost(most) => self.found.median <= most,
        }
    }
}

fn rate(run: &Run) -> f64 {
    run.rate
}

fn targets(found: &Found) -> Vec<Row> {
    let near = |page, subject| find(&found.near, page, subject, CONNECTIONS);
    let far = |page, subject, connections| find(&found.far, page, subject, connections);
    let trips = |page| spread(far(page, Rowhouse, 1), |run| run.p50 / (ROUND_TRIP.as_secs_f64() * 1e3));
    let mut rows = Vec::new();
    let mut row =
        |what: &str, target, unit, found| rows.push(Row { what: what.to_owned(), target, unit, found });
    for (page, least) in [(DASHBOARD, 0.9), (PROJECT, 0.9), (PART, 0.8)] {
        let found = ratio(near(page, Rowhouse), near(page, Explicit), rate);
        row(&format!("{page}, requests/s ÷ without row security (a)"), Target::AtLeast(least), "", found);
    }
    let found_near = ratio(near(PART, Rowhouse), near(PART, Naive), rate);
    row(&format!("{PART}, requests/s ÷ naive transactions (b)"), Target::AtLeast(1.4), "", found_near);
    let found_far = ratio(far(PART, Rowhouse, 4), far(PART, Naive, 4), rate);
    row(&format!("{PART}, the same with 2.5 ms to the database"), Target::AtLeast(3.0), "", found_far);
    let floor = near(DASHBOARD, Rowhouse).iter().zip(&found.floor).map(|(run, floor)| run.rate / floor.0);
    row(&format!("{DASHBOARD}, requests/s ÷ pgbench (c)"), Target::AtLeast(0.6), "", Spread::of(floor));
    for (page, most) in [(DASHBOARD, 1.4), (PROJECT, 1.4), (PART, 1.4), (TOGGLE, 2.4), (CREATE, 2.4)] {
        row(
            &format!("{page}, p50 with 2.5 ms to the database, in round trips"),
            Target::AtMost(most),
            "",
            trips(page),
        );
    }
    for series in &found.searches {
        let what = format!("Search in 200,000 tasks, {}, p50", series.page);
        row(&what, Target::AtMost(40.0), " ms", spread(&series.runs, |run| run.p50));
    }
    let crowd = Spread::of([found.memory[1]]);
    row("Resident memory under 1,000 connections", Target::AtMost(64.0), " MiB", crowd);
    let starts = Spread::of(found.starts.iter().copied());
    row("Start on a migrated database to the first answer", Target::AtMost(150.0), " ms", starts);
    rows
}

fn name(subject: Subject) -> &'static str {
    match subject {
        Rowhouse => "Rowhouse",
        Explicit => "(a) without row security",
        Naive => "(b) naive transactions",
    }
}

pub(crate) fn markdown(found: &Found) -> Result<String> {
    let mut text = format!(
        "# What isolation costs\n\nWritten by `script/bench`. PostgreSQL {}, {}. Rowhouse, twins and \
         PostgreSQL share processors {}, the load has {}. Load of the machine before it began: {} (above 0.3, others were at \
         work: ratios hold, rates are low).\n\n| | target | found (least–most) | |\n|---|---|---|---|\n",
        found.server_version,
        process::processor(),
        found.pinning.servers,
        found.pinning.load,
        found.load_before,
    );
    for row in targets(found) {
        let verdict = if row.met() { "met" } else { "**missed**" };
        let target = match row.target {
            Target::AtLeast(least) => format!("≥ {least}"),
            Target::AtMost(most) => format!("≤ {most}"),
        };
        let Spread { median, least, most } = row.found;
        let digits = if median < 100.0 { 2 } else { 0 };
        writeln!(
            text,
            "| {} | {target}{unit} | {median:.digits$}{unit} ({least:.digits$}–{most:.digits$}) | {verdict} |",
            row.what,
            unit = row.unit,
        )?;
    }
    text += "\n## The database on the same machine\n\n";
    table(&mut text, &found.near)?;
    let tps = Spread::of(found.floor.iter().map(|floor| floor.0));
    let cpu = Spread::of(found.floor.iter().map(|floor| floor.1));
    writeln!(
        text,
        "| Dashboard | (c) pgbench | {CONNECTIONS} | {:.0} ({:.0}–{:.0}) | | | | {:.0} |",
        tps.median, tps.least, tps.most, cpu.median
    )?;
    text += "\n## 2.5 ms to the database\n\n";
    table(&mut text, &found.far)?;
    text += "\n## Search in a tenant of 200,000 tasks\n\n";
    table(&mut text, &found.searches)?;
    let [start, crowd, end] = found.memory;
    writeln!(
        text,
        "\nRowhouse held {start:.0} MiB after its start, {crowd:.0} MiB with 1,000 connections open, which came last, and \
         {end:.0} MiB when they were closed.",
    )?;
    Ok(text)
}

fn table(text: &mut String, all: &[Series]) -> Result<()> {
    *text += "| page | | connections | requests/s (least–most) | p50 ms | p99 ms | HTTP server µs | PostgreSQL µs |\n|---|---|---|---|---|---|---|---|\n";
    for series in all {
        let Spread { median, least, most } = spread(&series.runs, rate);
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
