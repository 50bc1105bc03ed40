//! Keyset pagination: a page begins after the last id of the one before, so the thousandth page costs what the first does.
//! There is no OFFSET anywhere.

use serde::Deserialize;

/// Rows on a page.
pub const PAGE_SIZE: i64 = 50;

/// Where a page begins: `?after=<id>`.
#[derive(Debug, Deserialize)]
pub struct After<Id> {
    /// The last id of the page before; none for the first page.
    pub after: Option<Id>,
}

/// A page of rows, and whether there are more.
#[derive(Debug)]
pub struct Window<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether others follow.
    pub more: bool,
}

impl<T> Window<T> {
    /// From rows that were asked for with one more than fits a page.
    #[must_use]
    pub fn of(mut rows: Vec<T>) -> Self {
        let fits = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
        let more = rows.len() > fits;
        rows.truncate(fits);
        Self { rows, more }
    }

    /// The last row, when others follow it: where the next page begins.
    #[must_use]
    pub fn next(&self) -> Option<&T> {
        self.rows.last().filter(|_| self.more)
    }
}
