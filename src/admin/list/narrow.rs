//! What narrows a list, as it looks: filters with figures, days, what is chosen of them and how to leave it. Filters without
//! figures are in `further`.
//! Nothing here reads; everything it shows is given to it. It is links and forms that ask, so it works without scripts.

use maud::{Markup, html};

use super::{Around, FOLLOWS, Facet, PLACE, Page};
use crate::{
    admin::{
        listing::{Listing, MOST_ROWS, PAGES},
        model::{Choices, Filter},
        period::{FROM, Step, Steps, TO},
    },
    language::tr,
    ui::{self, FieldKind, Icon, TextField, Tone},
    web::PAGE_SIZE,
};

/// The filters, each choice with its figure.
pub(super) fn facets(listing: &Listing, facets: &[Facet]) -> Markup {
    let shown = listing.model.filters.iter().enumerate();
    let shown = shown.filter(|(_, filter)| !filter.choices.is_picked_out());
    let most = listing.figures();
    let more = facets.iter().any(|facet| facet.more);
    // Within days of one's own, nothing is known of what came after them.
    let known = |filter: &Filter| listing.period().is_none() || !matches!(filter.choices, Choices::Since(_));
    html! {
        div .facets {
            @for (place, filter) in shown {
                @let choices = choices(filter, facets);
                @if !choices.is_empty() {
                    nav aria-label=(tr(filter.label)) {
                        span .facet-name { (tr(filter.label)) }
                        span .facet-choices {
                            @for (value, label) in &choices {
                                @let (alone, chosen) = (listing.filters[place].as_deref() == Some(value), is_chosen(listing, place, value));
                                @let href = listing.filtered(place, (!alone).then_some(value)).href();
                                span .facet-choice {
                                    (link(&href, chosen, &html! {
                                        (label) " " @if let Some(hits) = hits(facets, filter.name, value).filter(|_| known(filter)) { span .count { (figure(hits, more, most)) } }
                                    }))
                                    (turning(listing, place, filter, (value, label)))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whether a value is chosen, alone or beside others.
fn is_chosen(listing: &Listing, place: usize, value: &str) -> bool {
    listing.filters[place].as_deref().is_some_and(|chosen| chosen.split(',').any(|one| one == value))
}

/// The way to take a value in beside what is chosen, or out of it. Of two values each is the other's opposite, and one that is
/// chosen alone is left by its own link.
fn turning(listing: &Listing, place: usize, filter: &Filter, (value, label): (&str, &str)) -> Markup {
    let chosen = listing.filters[place].as_deref();
    let several = matches!(filter.choices, Choices::Of(values) if values.len() > 2);
    let word = if chosen.is_none() || is_chosen(listing, place, value) { tr("not") } else { tr("or") };
    html! {
        @if several && chosen != Some(value) {
            @let href = listing.filtered(place, filter.choices.turned(chosen, value).as_deref()).href();
            a .turn href=(href) hx-get=(href) hx-target=(PLACE) hx-select=(PLACE) hx-select-oob=(FOLLOWS) hx-swap="outerHTML" hx-push-url="true" { (word) span .unseen { " " (label) } }
        }
    }
}

/// How many are as asked.
pub(super) fn total(listing: &Listing, facets: &[Facet]) -> Markup {
    let more = facets.iter().any(|facet| facet.more);
    let model = listing.model;
    html! {
        @if let Some(all) = hits(facets, "", "") {
            p .soft.all role="status" {
                @let things = tr(if all == 1 { model.one } else { model.plural });
                @if more {
                    (tr!("{rows} of the newest {newest} {things}", rows = ui::grouped(all), newest = ui::grouped(listing.figures()), things = things))
                } @else {
                    (ui::grouped(all)) " " (things)
                }
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
            nav .steps.sizes aria-label=(tr("Rows on a page")) {
                span .soft aria-hidden="true" { (tr("Rows on a page")) }
                @for per in PAGES { (link(&listing.paged(per).href(), per == listing.per, &html! { (per) })) }
                @if let Some(all) = all { (link(&listing.paged(MOST_ROWS).href(), false, &html! { (tr!("Show all {rows}", rows = all)) })) }
            }
        }
    }
}

/// A link to the same list, narrowed in another way.
pub(super) fn link(href: &str, chosen: bool, inside: &Markup) -> Markup {
    html! {
        a href=(href) aria-current=[chosen.then_some("true")] hx-get=(href) hx-target=(PLACE) hx-select=(PLACE) hx-select-oob=(FOLLOWS) hx-swap="outerHTML" hx-push-url="true" { (inside) }
    }
}

/// What can be chosen: a value, and what people call it.
fn choices(filter: &Filter, facets: &[Facet]) -> Vec<(String, String)> {
    match filter.choices {
        Choices::Named => {
            let mut named: Vec<_> = facets.iter().filter(|facet| facet.filter == filter.name).collect();
            named.sort_by(|a, b| a.value.cmp(&b.value));
            named
                .iter()
                .filter_map(|facet| Some((facet.value.clone(), filter.choices.label(&facet.value)?)))
                .collect()
        }
        choices => choices
            .values()
            .iter()
            .map(|(value, label)| ((*value).to_owned(), tr(label).to_owned()))
            .collect(),
    }
}

fn hits(facets: &[Facet], filter: &str, value: &str) -> Option<i64> {
    facets.iter().find(|facet| facet.filter == filter && facet.value == value).map(|facet| facet.hits)
}

fn figure(hits: i64, more: bool, most: i64) -> String {
    if more && hits >= most { format!("{}+", ui::grouped(hits)) } else { ui::grouped(hits) }
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
            summary { (tr!("{what}: between two days…", what = tr(filter.label))) }
            form .between action=(path) hx-get=(path) hx-target=(PLACE) hx-select=(PLACE) hx-select-oob=(FOLLOWS) hx-swap="outerHTML" hx-push-url="true" {
                @for (name, value) in listing.within(None).pairs() { input type="hidden" name=(name) value=(value); }
                (day(FROM, tr("From"), &from))
                (day(TO, tr("To"), &to))
                (ui::button(tr("Show"), Tone::Plain))
                span .soft { (tr("Days in UTC, by the server's clock")) }
            }
            nav .steps aria-label=(tr!("{what} by year, month and day", what = tr(filter.label))) {
                @if chosen.is_some() { (link(&listing.within(None).href(), false, &html! { (tr("At any time")) })) }
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
        let value = listing.filters[place].as_deref()?;
        let thing = around.things.iter().find(|(of, _)| *of == place).map(|(_, name)| name.clone());
        Some((
            tr(filter.label),
            thing.or_else(|| filter.choices.label(value))?,
            listing.filtered(place, None),
        ))
    });
    let mut chips: Vec<(&str, String, Listing)> = Vec::new();
    if let (Some(tenant), Some(_)) = (&around.tenant, listing.tenant) {
        chips.push((tr("Tenant"), tenant.clone(), listing.in_tenant(None)));
    }
    match listing.anywhere() {
        Some(anywhere) => chips.push((tr("Search anywhere"), anywhere.to_owned(), listing.searching(""))),
        None if !listing.q.is_empty() => chips.push((tr("Search"), listing.q.clone(), listing.searching(""))),
        None => {}
    }
    chips.extend(filters);
    html! {
        @if !chips.is_empty() {
            ul .chips aria-label=(tr("Chosen")) {
                @for (what, value, without) in &chips {
                    li { a .chip href=(without.href()) aria-label=(tr!("Leave out: {what} {value}", what = what, value = value)) { span { (what) ": " bdi { (value) } } (ui::icon(Icon::Close)) } }
                }
                li { a .clear href=(listing.cleared().href()) { (tr("Clear all")) } }
            }
        }
    }
}
