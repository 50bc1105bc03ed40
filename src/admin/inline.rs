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
    /// The fields of its form that say of which one it is, each with the column of the one that has it; `id` for what it is
    /// called with its id, where its name alone might mean another.
    pub fields: &'static [(&'static str, &'static str)],
}

impl Related {
    /// A list that is shown so.
    #[must_use]
    pub const fn new(label: &'static str, model: &'static str, by: &'static str) -> Self {
        Self { label, model, by, add: None, acts: &[] }
    }

    /// One can be added from there: each field of its form has what is in the column here.
    #[must_use]
    pub const fn adding(self, label: &'static str, fields: &'static [(&'static str, &'static str)]) -> Self {
        Self { add: Some(Add { label, fields }), ..self }
    }

    /// Each row offers these actions.
    #[must_use]
    pub const fn offering(self, acts: &'static [&'static str]) -> Self {
        Self { acts, ..self }
    }
}
