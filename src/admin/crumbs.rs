//! The head of a page of the panel, with the way to it: the panel, the list, the thing, and what is done with it.
//! Nothing here reads.

use maud::Markup;

use super::model::Model;
use crate::ui;

/// The panel itself.
pub(super) const PANEL: (&str, &str) = ("Panel", "/admin/");

/// The head of a page below the list of a model, and below one of its things where there is one: what it is called, and where.
pub(super) fn header(
    title: &str,
    model: &Model,
    thing: Option<&(String, String)>,
    actions: &Markup,
) -> Markup {
    let mut crumbs = vec![PANEL, (model.many, model.paths.list)];
    if let Some((name, href)) = thing {
        crumbs.push((name, href));
    }
    ui::header(title, &crumbs, actions)
}
