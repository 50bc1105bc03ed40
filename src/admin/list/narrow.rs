//! What narrows a list, as it looks: filters with figures, days, what is chosen of them and how to leave it.
//! Nothing here reads; everything it shows is given to it. It is links and forms that ask, so it works without scripts.

use maud::{Markup, html};

use super::{Around, FIGURES, FOLLOWS, Facet, PLACE, Page};
use crate::{
    admin::{
        listing::{Listing, MOST_ROWS, PAGES},
        model::{Choices, Filter},
        period::{FROM, Step, Steps, TO},
    },
    ui::{self, FieldKind, Icon, TextField, Tone},
    web::PAGE_SIZE,
};

/// The filters, each choice with its figure.
pub(super) fn facets(listing: &Listing, facets: &[Facet]) -> Markup {
    let shown = listing
        .model
        .filters
        .iter()
        .enumerate()
        .filter_map(|(place, filter)| Some((place, filter.as_ref()?)));
    let more = facets.iter().any(|facet| facet.more);
    // Within days of one's own, nothing is known of what came after them.
    let known = |filter: &Filter| listing.period().is_none() || !matches!(filter.choices, Choices::Since(_));
    html! {
        div .facets {
            @for (place, filter) in shown {
                @let choices = choices(filter, facets);
                @if !choices.is_empty() {
                    nav aria-label=(filter.label) {
                        span .facet-name { (filter.label) }
                        span .facet-choices {
                            @for (value, label) in &choices {
                                @let chosen = listing.filters[place].as_deref() == Some(value);
                                @let href = listing.filtered(place, (!chosen).then_some(value)).href();
                                (link(&href, chosen, &html! {
                                    (label) " " @if let Some(hits) = hits(facets, filter.name, value).filter(|_| known(filter)) { span .count { (figure(hits, more)) } }
                                }))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How many are as asked.
pub(super) fn total(listing: &Listing, facets: &[Facet]) -> Markup {
    let more = facets.iter().any(|facet| facet.more);
    html! {
        @if let Some(all) = hits(facets, "", "") {
            p .soft.all role="status" {
                (ui::grouped(all)) @if more { " of the newest " (ui::grouped(FIGURES)) } " " (if all == 1 { listing.model.one } else { listing.model.plural })
            }
        }
    }
}

/// How many rows a page has, and the way to all of them where they fit on one. Where the shortest page has room, it says nothing.
pub(super) fn sizes(listing: &Listing, page: &Page, facets: &[Facet]) -> Markup {
    let more = facets.iter().any(|facet| facet.more);
    let all = hits(facets, "", "").filter(|all| !more && (listing.per + 1..=MOST_ROWS).contains(all));
    let rows = i64::try_from(page.rows.len()).unwrap_or(i64::MAX);
    html! {
        @if rows > PAGES[0] || page.next.is_some() || listing.after.is_some() || listing.per != PAGE_SIZE {
            nav .steps.sizes aria-label="Rows on a page" {
                span .soft aria-hidden="true" { "Rows on a page" }
                @for per in PAGES { (link(&listing.paged(per).href(), per == listing.per, &html! { (per) })) }
                @if let Some(all) = all { (link(&listing.paged(MOST_ROWS).href(), false, &html! { "Show all " (all) })) }
            }
        }
    }
}

/// A link to the same list, narrowed in another way.
fn link(href: &str, chosen: bool, inside: &Markup) -> Markup {
    html! {
        a href=(href) aria-current=[chosen.then_some("true")] hx-get=(href) hx-target=(PLACE) hx-select=(PLACE) hx-select-oob=(FOLLOWS) hx-swap="outerHTML" hx-push-url="true" { (inside) }
    }
}

/// What can be chosen: a value, and what people call it.
fn choices(filter: &Filter, facets: &[Facet]) -> Vec<(String, String)> {
    match filter.choices {
        Choices::Of(choices) | Choices::Since(choices) | Choices::AnyThing(choices) => {
            choices.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect()
        }
        Choices::Named => {
            let mut named: Vec<_> = facets.iter().filter(|facet| facet.filter == filter.name).collect();
            named.sort_by(|a, b| a.value.cmp(&b.value));
            named
                .iter()
                .filter_map(|facet| Some((facet.value.clone(), filter.choices.label(&facet.value)?)))
                .collect()
        }
        Choices::Thing(_) => Vec::new(),
    }
}

fn hits(facets: &[Facet], filter: &str, value: &str) -> Option<i64> {
    facets.iter().find(|facet| facet.filter == filter && facet.value == value).map(|facet| facet.hits)
}

fn figure(hits: i64, more: bool) -> String {
    if more && hits >= FIGURES { format!("{}+", ui::grouped(hits)) } else { ui::grouped(hits) }
}

/// Days of one's own, typed or by year, month and day; folded while none are chosen.
pub(super) fn days(listing: &Listing, around: &Around) -> Markup {
    let Some((_, filter)) = listing.model.moments() else { return html! {} };
    let (chosen, path) = (listing.period(), listing.model.paths.list);
    let Steps { up, within } = Steps::from(chosen, around.today);
    // What makes no sense can be put right.
    let typed = listing.refused.clone();
    let (from, to) =
        typed.unwrap_or_else(|| chosen.map(|days| (days.first(), days.last())).unwrap_or_default());
    let day = |name, label, value: &str| {
        ui::text_field(&TextField {
            id: name,
            name,
            label,
            value,
            kind: FieldKind::Day,
            ..TextField::default()
        })
    };
    html! {
        details .dates open[chosen.is_some() || listing.refused.is_some()] {
            summary { (filter.label) " between…" }
            form .between action=(path) hx-get=(path) hx-target=(PLACE) hx-select=(PLACE) hx-select-oob=(FOLLOWS) hx-swap="outerHTML" hx-push-url="true" {
                @for (name, value) in listing.within(None).pairs() { input type="hidden" name=(name) value=(value); }
                (day(FROM, "From", &from))
                (day(TO, "To", &to))
                (ui::button("Show", Tone::Plain))
                span .soft { "Days in UTC, by the server's clock" }
            }
            nav .steps aria-label={ (filter.label) " by year, month and day" } {
                @if chosen.is_some() { (link(&listing.within(None).href(), false, &html! { "At any time" })) }
                @for step in &up { (step_to(listing, step)) }
                @if !up.is_empty() || chosen.is_some() { span .soft aria-hidden="true" { "›" } }
                @for step in &within { (step_to(listing, step)) }
            }
        }
    }
}

fn step_to(listing: &Listing, step: &Step) -> Markup {
    link(&listing.within(Some(step.period)).href(), step.here, &html! { (step.label) })
}

/// What is chosen, each with a way to leave it.
pub(super) fn chips(listing: &Listing, around: &Around) -> Markup {
    let filters = listing.model.filters.iter().enumerate().filter_map(|(place, filter)| {
        let (filter, value) = (filter.as_ref()?, listing.filters[place].as_deref()?);
        let thing = around.things.iter().find(|(of, _)| *of == place).map(|(_, name)| name.clone());
        Some((filter.label, thing.or_else(|| filter.choices.label(value))?, listing.filtered(place, None)))
    });
    let mut chips: Vec<(&str, String, Listing)> = Vec::new();
    if let (Some(tenant), Some(_)) = (&around.tenant, listing.tenant) {
        chips.push(("Tenant", tenant.clone(), listing.in_tenant(None)));
    }
    if !listing.q.is_empty() {
        chips.push(("Search", listing.q.clone(), listing.searching("")));
    }
    chips.extend(filters);
    html! {
        @if !chips.is_empty() {
            ul .chips aria-label="Chosen" {
                @for (what, value, without) in &chips {
                    li { a .chip href=(without.href()) aria-label={ "Leave out: " (what) " " (value) } { span { (what) ": " bdi { (value) } } (ui::icon(Icon::Close)) } }
                }
                li { a .clear href=(listing.cleared().href()) { "Clear all" } }
            }
        }
    }
}
