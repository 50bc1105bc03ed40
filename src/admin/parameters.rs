//! What the statements of a model are asked with: the same parameters for every list, in their order.
//!
//! What no parameter can be is known here, and is left out by whoever reads it off an address: it reaches no statement.

use crate::{db::Param, id::TenantId, text::MAX_CHARS};

/// A moment between 1970 and 9999, in microseconds.
pub(super) fn is_moment(key: &str) -> bool {
    key.parse::<i64>().is_ok_and(|micros| (0..253_402_300_800_000_000).contains(&micros))
}

/// What a statement can be asked with.
pub(super) fn is_text(text: &str) -> bool {
    !text.contains('\0') && text.chars().count() <= MAX_CHARS
}

/// The parameters of a model's statements.
pub(super) struct Values<'a> {
    pub(super) tenant: Option<TenantId>,
    pub(super) q: Option<&'a str>,
    pub(super) filters: [Option<&'a str>; 3],
    pub(super) sort: &'a str,
    pub(super) key: Option<&'a str>,
    pub(super) after: Option<&'a str>,
}

impl Values<'_> {
    /// Those of `facets.sql` and `all.sql`.
    pub(super) fn narrowing(&self) -> [Param<'_>; 5] {
        [&self.tenant, &self.q, &self.filters[0], &self.filters[1], &self.filters[2]]
    }

    /// Those of `list.sql` and `reach.sql`.
    pub(super) fn page<'a>(&'a self, limit: &'a i64) -> [Param<'a>; 9] {
        let [tenant, q, third, fourth, fifth] = self.narrowing();
        [tenant, q, third, fourth, fifth, &self.sort, &self.key, &self.after, limit]
    }
}
