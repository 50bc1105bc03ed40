//! Rounds: every page again and again, so that whatever else happens on the machine falls on all alike. Where a page has
//! several subjects, they follow one another at once, there and back (a, b, b, a), and take turns at being first: a machine that
//! slows down steadily meanwhile slows all of them by the same. A ratio is formed within a round, and medians are taken last. The
//! first round warms and is not counted.

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

/// A median, the middle half, the least and the most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Spread {
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
        let (last, quarter) = (values.len().saturating_sub(1), values.len() / 4);
        Self {
            median: at(values.len() / 2),
            lower: at(quarter),
            upper: at(last.saturating_sub(quarter)),
            least: at(0),
            most: at(last),
        }
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
        let there = (0..count).map(|turn| (turn + number) % count);
        let mut runs: Vec<Vec<Run>> = vec![Vec::new(); count];
        for which in there_and_back(there) {
            runs[which].push(load.run(
                server(page.subjects[which]),
                &page.requests,
                page.connections,
                seconds,
            )?);
        }
        if number > 0 {
            for (which, runs) in runs.iter().enumerate() {
                series[first + which].runs.push(Run::mean(runs));
            }
        }
        first += count;
    }
    Ok(())
}

/// The same again in reverse, unless there is only one.
pub(crate) fn there_and_back(there: impl DoubleEndedIterator<Item = usize> + Clone) -> Vec<usize> {
    let back = there.clone().rev();
    if there.clone().count() == 1 { there.collect() } else { there.chain(back).collect() }
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
