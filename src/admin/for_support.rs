//! What support is shown: the same descriptions, without what acts.
//!
//! Lists and pages are made of a description, so what is not in it is offered nowhere, whatever is added to them. That hides and
//! does not guard: the routes let superusers alone act, and so does the database.

use std::sync::LazyLock;

use super::{
    MODELS,
    model::{Model, Related},
    model_named,
};
use crate::web::session::SignedIn;

static LOOKED_AT: LazyLock<Vec<Model>> =
    LazyLock::new(|| MODELS.iter().map(|model| without_acts(model)).collect());

fn without_acts(model: &Model) -> Model {
    let related = model.related.iter().map(|related| Related { add: None, acts: &[], ..*related });
    Model {
        // Made once, and kept like the descriptions themselves.
        related: related.collect::<Vec<_>>().leak(),
        actions: &[],
        ways: &[],
        edit: None,
        ..*model
    }
}

/// A description without what acts: also of a kind of thing that is not among the others, and never the whole one.
fn looked_at(model: &Model) -> &'static Model {
    let known = LOOKED_AT.iter().find(|known| known.paths.name == model.paths.name);
    known.unwrap_or_else(|| Box::leak(Box::new(without_acts(model))))
}

impl Model {
    /// The description that lists and pages are made of for a person.
    pub(super) fn shown_to(&'static self, person: &SignedIn) -> &'static Self {
        if person.superuser { self } else { looked_at(self) }
    }

    /// Whether it is one without acts.
    pub(super) fn is_looked_at(&self) -> bool {
        LOOKED_AT.iter().any(|model| std::ptr::eq(model, self))
    }

    /// The description of that name, for the same eyes.
    pub(super) fn beside(&self, name: &str) -> Option<&'static Self> {
        if self.is_looked_at() {
            LOOKED_AT.iter().find(|model| model.paths.name == name)
        } else {
            model_named(name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_in_what_is_looked_at() {
        assert_eq!(LOOKED_AT.len(), MODELS.len());
        for (model, whole) in LOOKED_AT.iter().zip(MODELS) {
            assert!(
                model.actions.is_empty() && model.ways.is_empty() && model.edit.is_none(),
                "{}",
                model.many
            );
            assert!(model.related.iter().all(|related| related.add.is_none() && related.acts.is_empty()));
            assert_eq!(model.related.len(), whole.related.len());
            assert!(model.is_looked_at() && !whole.is_looked_at());
            assert_eq!(model.is_tenants(), whole.is_tenants());
            assert!(std::ptr::eq(looked_at(whole), model));
        }
    }

    #[test]
    fn a_kind_of_thing_that_was_forgotten_acts_in_nothing_either() {
        let whole = MODELS[0];
        assert!(!whole.actions.is_empty());
        let forgotten = Model { paths: crate::paths!("forgotten"), edit: None, ..*whole };
        let shown = looked_at(&forgotten);
        assert_eq!(shown.paths.name, "forgotten");
        assert!(shown.actions.is_empty() && shown.related.iter().all(|related| related.add.is_none()));
    }
}
