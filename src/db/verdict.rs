//! What an examination found of how this database keeps tenants apart, as plain values for whoever shows it.
//!
//! Made by `operate::doctor` and by nothing else. It holds no row of a tenant, no password and no URL.

use time::OffsetDateTime;

/// What was found, and when.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// How many facts of the catalogue were compared word for word.
    pub facts: usize,
    /// How many attempts to cross from one tenant to another were made.
    pub attempts: usize,
    /// What is not as it should be, errors first.
    pub concerns: Vec<Concern>,
    /// When the database was examined.
    pub at: OffsetDateTime,
}

/// One thing that is not as it should be.
#[derive(Clone, Debug)]
pub struct Concern {
    /// Whether tenants may not be apart; else it is something to see to.
    pub error: bool,
    /// What it is about: `table app.tasks`.
    pub object: String,
    /// What is wrong.
    pub problem: String,
    /// What it would let happen.
    pub lets: String,
}

impl Verdict {
    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.concerns.iter().filter(|concern| concern.error).count()
    }

    /// How many warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.concerns.len() - self.errors()
    }
}
