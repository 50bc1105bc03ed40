//! What is given to an act, what it may use, and what comes of it.
//!
//! It reads as the admin and does what it does as the operator. What was typed may be a password: nothing here shows it.

use std::{fmt, str::FromStr};

use futures_util::future::BoxFuture;

use super::{Field, Progress, pair};
use crate::{
    admin::acts::Reason,
    db::{Admin, Operator},
    error::Result,
    id::TenantId,
};

/// What an act may use: it looks things up as the admin, and does what it does as the operator.
#[derive(Clone, Debug)]
pub struct Acting {
    pub(in crate::admin) admin: Admin,
    pub(in crate::admin) operator: Operator,
}

/// Does something with what is given, all of it or none.
pub type Run = for<'a> fn(&'a Acting, &'a Given, &'a Progress) -> BoxFuture<'a, Result<Outcome>>;

/// What is to be done with which things. What was typed may be a password: it is never shown, and lives as long as the act.
pub struct Given {
    /// Which, each with what it was before where something is taken back.
    pub things: Vec<(String, String)>,
    /// Why.
    pub reason: Reason,
    /// What was typed into the fields.
    pub fields: Vec<(String, String)>,
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Given")
            .field("things", &self.things.len())
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

impl Given {
    /// What a form gave, of which its own fields are kept and nothing else.
    pub(in crate::admin) fn new(
        things: Vec<(String, String)>,
        reason: Reason,
        fields: &[Field],
        pairs: &[(String, String)],
    ) -> Self {
        let own = |name: &str| fields.iter().any(|field| field.name == name);
        let fields = pairs.iter().filter(|(name, _)| own(name)).cloned().collect();
        Self { things, reason, fields }
    }

    /// What was typed into a field.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The things that are known by a tenant and an id in it.
    pub(in crate::admin) fn pairs<T: FromStr>(&self) -> Vec<(TenantId, T)> {
        self.things.iter().filter_map(|(id, _)| pair(id)).collect()
    }

    /// The ids of the things. What is none was never let in.
    #[must_use]
    pub fn ids<T: FromStr>(&self) -> Vec<T> {
        self.things.iter().filter_map(|(id, _)| id.parse().ok()).collect()
    }
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// It was done with these, which had been so before; others were so already, or are gone.
    Done(Vec<(String, String)>),
    /// Nothing was done: what is in a field cannot be, for this reason.
    Wrong(&'static str, String),
}
