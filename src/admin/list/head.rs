//! The head of a column: a link that sorts by it, and one that sorts by it as well.
//! Nothing here reads. Where a list is sorted by two, each says its place, to eyes and to screen readers.

use maud::{Markup, html};

use super::{FOLLOWS, PLACE};
use crate::{
    admin::{listing::Listing, model::Column},
    language::tr,
    ui::{self, Icon},
};

pub(super) fn head(listing: &Listing, column: &Column) -> Markup {
    let number = column.shows.is_number();
    let Some(sort) = column.sort else {
        return html! { th scope="col" .number[number] { (tr(column.label)) } };
    };
    let order = listing.order();
    let place = order.place(sort);
    let said = place.map(|(_, down)| if down { "descending" } else { "ascending" });
    // That of one column alone, says ARIA; the second says it in words.
    let main = said.filter(|_| order.first.0 == sort);
    let clicked = listing.sorted(order.clicked(sort)).href();
    let shows = match said {
        None => Icon::ChevronsUpDown,
        Some("ascending") => Icon::ChevronUp,
        Some(_) => Icon::ChevronDown,
    };
    html! {
        th scope="col" .number[number] aria-sort=[main] {
            (link(&clicked, "", &html! {
                (tr(column.label)) (ui::icon(shows))
                @if let (Some((place, down)), Some(_)) = (place, order.then) {
                    span .place aria-hidden="true" { (place) }
                    span .unseen { ", " (tr(sorted(place, down))) }
                }
            }))
            @if place.is_none() && !listing.is_looked_through() && listing.model.takes_second(order) {
                (link(&listing.sorted(Some(order.and_by(sort))).href(), "then", &html! { (tr("then")) span .unseen { " " (tr!("by {column}", column = tr(column.label))) } }))
            }
        }
    }
}

/// The place of a column among those that a list is sorted by. Of the first, ARIA says which way.
fn sorted(place: u8, down: bool) -> &'static str {
    match (place, down) {
        (1, _) => "sorted by first",
        (_, true) => "sorted by second, descending",
        (_, false) => "sorted by second, ascending",
    }
}

fn link(href: &str, class: &str, inside: &Markup) -> Markup {
    html! {
        a class=[Some(class).filter(|class| !class.is_empty())] href=(href) hx-get=(href) hx-target=(PLACE) hx-select=(PLACE) hx-select-oob=(FOLLOWS) hx-swap="outerHTML" hx-push-url="true" { (inside) }
    }
}
