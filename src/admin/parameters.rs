//! What the statements of a model are asked with: the same parameters for every list, in their order.
//!
//! What no parameter can be is known here, and is left out by whoever reads it off an address: it reaches no statement.

use serde_json::Value as Json;

use crate::{db::Param, id::TenantId, text::MAX_CHARS};

/// A moment between 1970 and 9999, in microseconds.
pub(super) fn is_moment(key: &str) -> bool {
    key.parse::<i64>().is_ok_and(|micros| (0..253_402_300_800_000_000).contains(&micros))
}

/// What a statement can be asked with.
pub(super) fn is_text(text: &str) -> bool {
    !text.contains('\0') && text.chars().count() <= MAX_CHARS
}

/// As much of what was typed as can be said of it.
pub(super) fn sayable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// The parameters of a model's statements: $1 the tenant, $2 what is searched for, $3 what is chosen of the filters, each under
/// its name (`$3->>'status'`); $4 the order, $5 and $6 key and id after which a page begins, $7 how many rows. They are planned for
/// what is asked, so what is not asked for folds away, and an index is found for what is.
pub(super) struct Values<'a> {
    pub(super) tenant: Option<TenantId>,
    pub(super) q: Option<&'a str>,
    pub(super) filters: Json,
    pub(super) sort: &'a str,
    pub(super) key: Option<&'a str>,
    pub(super) after: Option<&'a str>,
}

impl Values<'_> {
    /// Those of `facets.sql` and `all.sql`.
    pub(super) fn narrowing(&self) -> [Param<'_>; 3] {
        [&self.tenant, &self.q, &self.filters]
    }

    /// Those of `list.sql`.
    pub(super) fn page<'a>(&'a self, limit: &'a i64) -> [Param<'a>; 7] {
        let [tenant, q, filters] = self.narrowing();
        [tenant, q, filters, &self.sort, &self.key, &self.after, limit]
    }
}
