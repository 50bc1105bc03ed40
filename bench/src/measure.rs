//! Rounds: every page once for each subject, again and again, so that whatever else happens on the machine falls on all
//! alike. Subjects of a page follow one another at once and take turns at being first; a ratio is formed within a round,
//! and medians are taken last. The first round warms and is not counted.

use anyhow::Result;

use crate::{
    load::{Generator, Run},
    pages::Page,
    servers::{Server, Subject},
};

/// The runs of one page against one subject, a run for each round.
pub(crate) struct Series {
    pub(crate) page: &'static str,
    pub(crate) subject: Subject,
    pub(crate) connections: usize,
    pub(crate) runs: Vec<Run>,
}

/// A median with the least and the most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Spread {
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
        Self { median: at(values.len() / 2), least: at(0), most: at(values.len().saturating_sub(1)) }
    }
}

/// Whose runs are these? One for each page and subject, empty.
pub(crate) fn series(pages: &[Page]) -> Vec<Series> {
    let of = |page: &Page, subject| Series {
        page: page.name,
        subject,
        connections: page.connections,
        runs: Vec::new(),
    };
    pages.iter().flat_map(|page| page.subjects.iter().map(move |subject| of(page, *subject))).collect()
}

/// One round over all pages; the runs are kept unless it only warms.
pub(crate) fn round<'a>(
    number: usize,
    load: &Generator,
    pages: &[Page],
    seconds: u64,
    server: impl Fn(Subject) -> &'a Server,
    series: &mut [Series],
) -> Result<()> {
    let mut first = 0;
    for page in pages {
        let count = page.subjects.len();
        for turn in 0..count {
            let which = (turn + number) % count;
            let run = load.run(server(page.subjects[which]), &page.requests, page.connections, seconds)?;
            if number > 0 {
                series[first + which].runs.push(run);
            }
        }
        first += count;
    }
    Ok(())
}

/// The runs of a page against a subject.
pub(crate) fn find<'a>(series: &'a [Series], page: &str, subject: Subject, connections: usize) -> &'a [Run] {
    let is_it = |s: &&Series| s.page == page && s.subject == subject && s.connections == connections;
    series.iter().find(is_it).map_or(&[], |series| &series.runs)
}

/// A figure of many runs.
pub(crate) fn spread(runs: &[Run], figure: impl Fn(&Run) -> f64) -> Spread {
    Spread::of(runs.iter().map(figure))
}

/// The ratio of a figure, round by round.
pub(crate) fn ratio(above: &[Run], below: &[Run], figure: impl Fn(&Run) -> f64) -> Spread {
    Spread::of(above.iter().zip(below).map(|(above, below)| figure(above) / figure(below)))
}
