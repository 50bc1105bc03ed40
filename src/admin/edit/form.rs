//! A form as data: what it asks, under which headings, and what saves it.
//! Nothing here asks or saves anything.

use futures_util::future::BoxFuture;

use crate::{
    admin::action::{Acting, Field, Given},
    db::OperatorTx,
    error::Result,
};

/// The forms of a model.
#[derive(Debug)]
pub struct Edit {
    /// What is asked of a new one; none where none can be added.
    pub create: Option<Form>,
    /// What can be changed of one.
    pub change: Option<Form>,
}

/// A form, and what saves it.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// What it asks.
    pub fields: &'static [Field],
    /// Under which headings, in their order; what is in none stands before them.
    pub groups: &'static [Group],
    /// Whether it gives somebody power, so that the password is wanted again.
    pub danger: bool,
    /// Saves it.
    pub save: Save,
    /// Saves what is given as a new thing beside the one that it was made from; none where a copy makes no sense.
    pub as_new: Option<Save>,
    /// The field of it that can be changed in every row of a list at once; none where none can.
    pub in_list: Option<InList>,
}

/// Fields of a form that stand together.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// What they are about.
    pub heading: &'static str,
    /// Which of the form.
    pub fields: &'static [&'static str],
    /// Whether they are seldom wanted: then they are folded, unless something in them is wrong or not as it mostly is.
    pub seldom: bool,
}

impl Group {
    /// Fields under a heading.
    #[must_use]
    pub const fn new(heading: &'static str, fields: &'static [&'static str]) -> Self {
        Self { heading, fields, seldom: false }
    }

    /// The same, folded.
    #[must_use]
    pub const fn seldom(heading: &'static str, fields: &'static [&'static str]) -> Self {
        Self { heading, fields, seldom: true }
    }
}

/// A field that can be changed in every row of a list at once.
#[derive(Clone, Copy, Debug)]
pub struct InList {
    /// Which of the form. It is shown in the column of its name.
    pub field: &'static Field,
    /// Saves a row, in one transaction with those beside it.
    pub save: SaveRow,
}

/// Saves what is given of the one thing in it, as the form does; in a transaction that others share.
pub type SaveRow = for<'a> fn(&'a OperatorTx, &'a Given, Option<i32>) -> BoxFuture<'a, Result<Saved>>;

/// Saves what is given: a new thing where nothing is named in it. The version is that of the form.
pub type Save = for<'a> fn(&'a Acting, &'a Given, Option<i32>) -> BoxFuture<'a, Result<Saved>>;

/// What came of saving.
#[derive(Debug)]
pub enum Saved {
    /// It is saved, under this id.
    Done(String),
    /// It is gone.
    Gone,
    /// Somebody else changed it meanwhile.
    Conflict,
    /// What is in these fields cannot be, each for its reason.
    Wrong(Vec<(&'static str, String)>),
}

impl Saved {
    /// What is in one field cannot be.
    pub(in crate::admin) fn wrong(field: &'static str, reason: impl Into<String>) -> Self {
        Self::Wrong(vec![(field, reason.into())])
    }

    pub(in crate::admin) fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }
}

impl Form {
    /// A form of these fields.
    #[must_use]
    pub const fn new(fields: &'static [Field], save: Save) -> Self {
        Self { fields, groups: &[], danger: false, save, as_new: None, in_list: None }
    }

    /// Its fields stand under these headings.
    #[must_use]
    pub const fn grouped(self, groups: &'static [Group]) -> Self {
        Self { groups, ..self }
    }

    /// It gives somebody power: the password is wanted again.
    #[must_use]
    pub const fn dangerous(self) -> Self {
        Self { danger: true, ..self }
    }

    /// What it says can be saved as a new thing too, by `save`, to which the one is given that it was made from.
    #[must_use]
    pub const fn or_as_new(self, save: Save) -> Self {
        Self { as_new: Some(save), ..self }
    }

    /// That field of it can be changed in every row of a list at once, and `save` saves a row.
    #[must_use]
    pub const fn in_list(self, field: &'static Field, save: SaveRow) -> Self {
        Self { in_list: Some(InList { field, save }), ..self }
    }
}
