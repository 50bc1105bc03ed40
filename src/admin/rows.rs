//! The rows of any model, as its statements give them: the first of a list, one by its id, several; what one is called, and whose it is.
//! Everything here reads, in a transaction of the admin that it is given, and shows nothing.

use futures_util::future::try_join_all;

use super::{
    listing::Listing,
    model::Model,
    record::{Record, Value},
};
use crate::{
    db::{AdminTx, FromRow, Row, RowError},
    error::Result,
    id::TenantId,
    language::tr,
};

/// A row that a page looked at.
pub(super) struct Candidate {
    pub(super) record: Record,
    /// Whether it is as asked. The last one comes in any case, since the next page begins behind it.
    pub(super) matches: bool,
    /// Whether no more were looked at.
    pub(super) last: bool,
}

impl FromRow for Candidate {
    fn from_row(row: &Row) -> Result<Self, RowError> {
        let mark =
            |name: &str| row.columns().iter().any(|column| column.name() == name).then(|| row.try_get(name));
        let (matches, last) = (mark("matches").transpose()?, mark("last").transpose()?);
        let record = Record::from_row(row)?;
        // A statement that is led to its rows by an index marks none: each is as asked.
        Ok(Self { record, matches: matches.unwrap_or(true), last: last.unwrap_or(false) })
    }
}

/// The first rows, as many as that.
pub(super) async fn some(tx: &AdminTx, listing: &Listing, most: i64) -> Result<Vec<Record>> {
    Ok(matching(candidates(tx, listing, most).await?))
}

/// The rows that are looked at for that, and how far that is.
pub(super) async fn candidates(tx: &AdminTx, listing: &Listing, most: i64) -> Result<Vec<Candidate>> {
    tx.all(listing.model.in_order(listing.order()), &listing.values().page(&most)).await
}

/// Those that are as asked.
pub(super) fn matching(candidates: Vec<Candidate>) -> Vec<Record> {
    candidates.into_iter().filter(|candidate| candidate.matches).map(|candidate| candidate.record).collect()
}

/// One row by its id; none where it is gone.
pub(super) async fn one(tx: &AdminTx, model: &Model, id: &str) -> Result<Option<Record>> {
    match model.one_of.filter(|_| model.ids.are(id)) {
        Some(one_of) => tx.opt(one_of, &[&id]).await,
        None => Ok(None),
    }
}

/// Several rows by their ids, all asked for at once; none for those that are gone.
pub(super) async fn several(tx: &AdminTx, model: &Model, ids: &[String]) -> Result<Vec<Option<Record>>> {
    try_join_all(ids.iter().map(|id| one(tx, model, id))).await
}

/// What a row is called.
pub(super) fn title(model: &Model, record: &Record) -> String {
    let words = record.values.get(model.title()).map(Value::words).unwrap_or_default();
    if words.is_empty() { format!("{} {}", tr(model.one), record.id) } else { words }
}

/// The tenant that a thing belongs to, or is.
pub(super) fn tenant_of(model: &Model, record: &Record) -> Option<TenantId> {
    if model.is_tenants() {
        return record.id.parse().ok();
    }
    let place = model.columns.iter().position(|column| column.name == "tenant")?;
    match record.values.get(place)? {
        Value::Link(id, _) if model.of_tenant => id.parse().ok(),
        _ => None,
    }
}
