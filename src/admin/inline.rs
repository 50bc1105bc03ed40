//! What the page of one thing shows of another model: a list, the way to add to it, and what each row offers.
//! Like the rest of a description it is data; [`super::detail`] makes the page of it.

/// The list of another model on the page of one.
#[derive(Clone, Copy, Debug)]
pub struct Related {
    /// What it is called there.
    pub label: &'static str,
    /// The other model, by its name.
    pub model: &'static str,
    /// The filter of the other that names this one, and its column that is not repeated; `tenant` for its tenant.
    pub by: &'static str,
    /// How one is added from there.
    pub add: Option<Add>,
    /// The actions of the other that each row offers, by name.
    pub acts: &'static [&'static str],
}

/// How one of another model is added from the page of one.
#[derive(Clone, Copy, Debug)]
pub struct Add {
    /// What is said.
    pub label: &'static str,
    /// The field of its form that says of which one it is.
    pub field: &'static str,
    /// The column of the one that has it.
    pub column: &'static str,
}

impl Related {
    /// A list that is shown so.
    #[must_use]
    pub const fn new(label: &'static str, model: &'static str, by: &'static str) -> Self {
        Self { label, model, by, add: None, acts: &[] }
    }

    /// One can be added from there: `field` of its form has what is in `column` here.
    #[must_use]
    pub const fn adding(self, label: &'static str, field: &'static str, column: &'static str) -> Self {
        Self { add: Some(Add { label, field, column }), ..self }
    }

    /// Each row offers these actions.
    #[must_use]
    pub const fn offering(self, acts: &'static [&'static str]) -> Self {
        Self { acts, ..self }
    }
}
