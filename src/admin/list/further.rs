//! Filters without figures, as they look: how many there are of something, in links and in two fields; whether there is something,
//! and since when. They are folded while nothing of them is chosen.
//! Nothing here reads. It is links and forms that ask, so it works without scripts.

use maud::{Markup, html};

use super::{FOLLOWS, PLACE, narrow::link};
use crate::{
    admin::{
        address::{AT_LEAST, AT_MOST},
        listing::Listing,
        model::{Choices, Filter},
        range::Range,
    },
    language::tr,
};

pub(super) fn filters(listing: &Listing) -> Markup {
    let filters = listing.model.filters.iter().enumerate();
    let filters: Vec<_> = filters.filter(|(_, filter)| filter.choices.is_picked_out()).collect();
    let chosen = filters.iter().any(|(place, _)| listing.filters[*place].is_some());
    html! {
        @if !filters.is_empty() {
            details .further open[chosen || !listing.mistyped.is_empty()] {
                summary { (tr("More filters")) }
                div .facets {
                    @for (place, filter) in filters {
                        nav aria-label=(tr(filter.label)) {
                            span .facet-name { (tr(filter.label)) }
                            span .facet-choices {
                                @for (value, label) in filter.choices.values() {
                                    @let chosen = listing.filters[place].as_deref() == Some(value);
                                    (link(&listing.filtered(place, (!chosen).then_some(*value)).href(), chosen, &html! { (tr(label)) }))
                                }
                                @if matches!(filter.choices, Choices::Number(_)) { (numbers(listing, place, filter)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Two small fields.
fn numbers(listing: &Listing, place: usize, filter: &Filter) -> Markup {
    let path = listing.model.paths.list;
    // What makes no sense can be put right.
    let typed = listing.mistyped.iter().find(|(of, ..)| *of == place);
    let chosen = listing.filters[place].as_deref().and_then(Range::of);
    let (from, to) = match (typed, chosen) {
        (Some((_, from, to)), _) => (from.clone(), to.clone()),
        (None, Some(range)) => (range.first(), range.last()),
        (None, None) => (String::new(), String::new()),
    };
    let field = |suffix: &str, which: &str, value: &str| {
        let name = format!("{}{suffix}", filter.name);
        html! {
            label .unseen for=(name) { (tr(filter.label)) ", " (which) }
            input .entry id=(name) name=(name) value=(value) placeholder=(which) inputmode="numeric" autocomplete="off";
        }
    };
    html! {
        form .numbers action=(path) hx-get=(path) hx-target=(PLACE) hx-select=(PLACE) hx-select-oob=(FOLLOWS) hx-swap="outerHTML" hx-push-url="true" {
            @for (name, value) in listing.filtered(place, None).pairs() { input type="hidden" name=(name) value=(value); }
            (field(AT_LEAST, tr("from"), &from))
            (field(AT_MOST, tr("to"), &to))
            button .btn.plain { (tr("Show")) span .unseen { ": " (tr(filter.label)) } }
        }
    }
}
