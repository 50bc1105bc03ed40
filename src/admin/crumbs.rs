//! The head of a page of the panel, with the way to it: the panel, the list, the thing, and what is done with it.
//! Nothing here reads.

use maud::Markup;

use super::{
    listing::{Listing, list_of},
    model::Model,
};
use crate::{language::tr, ui};

/// The panel itself.
pub(super) fn panel() -> (&'static str, &'static str) {
    (tr("Panel"), "/admin/")
}

/// The head of a page below the list of a model, as it was where one came from it, and below one of its things where there is
/// one: what it is called, and where.
pub(super) fn header(
    title: &str,
    (model, from_list): (&Model, Option<&Listing>),
    thing: Option<&(String, String)>,
    actions: &Markup,
) -> Markup {
    let list = list_of(model, from_list);
    let mut crumbs = vec![panel(), (tr(model.many), list.as_str())];
    if let Some((name, href)) = thing {
        crumbs.push((name, href));
    }
    ui::header(title, &crumbs, actions)
}
