//! The doctor: whether row security really keeps the tenants of this database apart, and what to do where it does not.
//!
//! Three kinds of checks, each blind where another sees. *Listings* hold the catalogue against a committed text, word for
//! word. *Rules* say what every table, key, privilege, function and role must be, whatever the text says. *Probes* try to cross,
//! as the roles that serve uses. Nothing here changes anything: probes are rolled back, and catalogues are only read.

mod difference;
mod examiner;
mod finding;
mod listing;
mod mend;
mod probe;

use std::time::Instant;

use self::{examiner::Examiners, listing::LISTINGS};
pub use self::{
    finding::{Finding, Report, Severity},
    mend::{Mend, Step},
};
use super::{Error, Result};
use crate::db::Urls;

/// Examines a database with every check, as the roles of `urls`.
///
/// # Errors
/// When the database cannot be asked. What is wrong with it is in the report.
pub async fn examine(urls: &Urls) -> Result<Report> {
    let begun = Instant::now();
    let (examiners, mut report) = without_probes(urls).await?;
    examiners.probe(&mut report).await?;
    Ok(report.finished(begun))
}

/// The part that `serve` runs at every start, and refuses to start on: all but the probes. On a database that is ahead of the
/// program, of which it cannot know everything, the probes as well.
///
/// # Errors
/// [`Error::NotIsolated`] with the whole report, when anything is wrong.
pub async fn require_isolation(urls: &Urls) -> Result<Report> {
    let begun = Instant::now();
    let (examiners, mut report) = without_probes(urls).await?;
    if report.errors() > 0 || examiners.ahead() {
        examiners.probe(&mut report).await?;
    }
    if report.errors() > 0 {
        return Err(Error::NotIsolated(Box::new(report.finished(begun))));
    }
    let report = report.finished(begun);
    let milliseconds = report.took.as_millis();
    tracing::info!(facts = report.facts, probes = report.probes, milliseconds, "tenants are kept apart");
    Ok(report)
}

/// The connections, the rules and the listings. Rules come first: what both see, they say better.
async fn without_probes(urls: &Urls) -> Result<(Examiners, Report)> {
    let examiners = Examiners::connect(urls).await?;
    let mut report = examiners.report();
    examiners.apply_rules(&mut report).await?;
    examiners.compare_listings(&mut report).await?;
    Ok((examiners, report))
}

/// The manifests as this database would have them: file names and texts.
///
/// # Errors
/// When the database cannot be asked.
pub async fn manifests(urls: &Urls) -> Result<Vec<(&'static str, String)>> {
    let examiners = Examiners::connect(urls).await?;
    let mut texts = Vec::with_capacity(LISTINGS.len());
    for listing in &LISTINGS {
        let facts = examiners.auth.facts(listing).await?;
        texts.push((listing.name(), listing.written(&facts)));
    }
    Ok(texts)
}
