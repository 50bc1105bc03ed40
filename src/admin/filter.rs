//! What narrows a list: what can be chosen of it, and what people call a value that stands in an address.
//!
//! Nothing here reads rows or makes SQL: a filter is data, and a value that is none of it reaches no statement.

use super::{model::Ids, period::Period};

/// What narrows a list.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// What addresses and statements call it.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What can be chosen.
    pub choices: Choices,
}

/// What can be chosen of a filter.
#[derive(Clone, Copy, Debug)]
pub enum Choices {
    /// One of these, each a value and what people call it.
    Of(&'static [(&'static str, &'static str)]),
    /// A moment: within one of these, each a length of time and what people call it; or days of one's own.
    Since(&'static [(&'static str, &'static str)]),
    /// Whatever the figures name: what has happened is known to the database alone.
    Named,
    /// One thing of the model of that name, by its id: chosen by a link, or by what it is called (`chooser`).
    Thing(&'static str),
    /// The same of whatever model; or all of a kind of thing, each a value and what people call it.
    AnyThing(&'static [(&'static str, &'static str)]),
}

impl Choices {
    /// What people call a value; none where it is no value of the filter.
    pub(super) fn label(&self, value: &str) -> Option<String> {
        match self {
            Self::Of(choices) => {
                choices.iter().find(|(choice, _)| *choice == value).map(|(_, label)| (*label).to_owned())
            }
            Self::Since(lengths) => {
                let length = lengths.iter().find(|(length, _)| *length == value);
                length.map(|(_, label)| (*label).to_owned()).or_else(|| Some(Period::of(value)?.label()))
            }
            Self::Named => {
                let named = !value.is_empty()
                    && value.len() <= 40
                    && value.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                named.then(|| value.replace('_', " "))
            }
            Self::Thing(model) => {
                let ids = super::model_named(model).map_or(Ids::One, |model| model.ids);
                ids.are(value).then(|| "one alone".to_owned())
            }
            Self::AnyThing(kinds) => {
                let kind =
                    kinds.iter().find(|(kind, _)| *kind == value).map(|(_, label)| (*label).to_owned());
                kind.or_else(|| Ids::One.are(value).then(|| "one alone".to_owned()))
            }
        }
    }
}

/// Since when, or between which days: the same for every model.
pub const CREATED: Filter = Filter {
    name: "created",
    label: "Created",
    choices: Choices::Since(&[("1 day", "in 24 hours"), ("7 days", "in 7 days"), ("30 days", "in 30 days")]),
};
