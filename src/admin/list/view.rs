//! What the list of a model looks like: its filters with figures, what is chosen of them, the table, and what can be done.
//! Nothing here reads; everything it shows is given to it. On a phone each row is a card, whose cells say what they are.

use maud::{Markup, PreEscaped, html};

use super::{Around, COUNTED, PLACE, Page, choose, chosen, further, head, hints, narrow};
use crate::{
    admin::{
        action,
        crumbs::panel,
        edit, in_list,
        listing::{Listing, from_list},
        model::{Column, Model, Shows},
        model_named, models,
        query::{as_text, typed_as},
        record::{Record, Value},
        rows,
        saved::{self, View},
        trail,
    },
    id::TenantId,
    language::tr,
    rights::Rights,
    ui::{self, Icon, Tone},
};

/// The form of what is done with the chosen rows.
const CHOSEN: &str = "with-chosen";

pub(super) fn index(
    listing: &Listing,
    page: &Page,
    around: &Around,
    views: &[View],
    (said, rights): (Option<&Markup>, Rights),
) -> Markup {
    let model = listing.model;
    html! {
        (ui::header(tr(model.many), &[panel()], &html! { div #ways .ways { (ways(listing)) } }))
        @if let Some(said) = said { (said) }
        p .lead { (tr(model.lead)) (counted(model)) }
        @if !model.search.is_empty() { (search(listing)) }
        label .chip.fold { input type="checkbox" autocomplete="off" checked[!listing.is_understood()]; (tr("Show filters")) }
        div #listing {
            @if !model.anywhere.is_empty() { (anywhere(listing)) }
            @for said in listing.left_out_in_words() { p .soft."mb-3" role="status" { (said) } }
            @if let (Some(name), Some(tenant)) = (&around.tenant, listing.tenant) { (lens(model, tenant, name, rights)) }
            (narrow::facets(listing, &around.facets))
            (choose::fields(listing))
            div .more-ways { (narrow::total(listing, &around.facets)) (saved::links(listing, views)) (narrow::days(listing, around)) (further::filters(listing)) (saved::keeping(listing, views)) (hints::typed(model)) }
            (narrow::chips(listing, around))
            @if page.rows.is_empty() {
                (nothing(listing, page))
            } @else {
                (table(listing, &page.rows))
                @if !model.actions.is_empty() { (bulk(listing, page)) }
            }
            @if page.cut_short {
                p .soft."mt-4" role="status" { (tr!("The {rows} that come next were looked through.", rows = ui::grouped(listing.stretch()))) " " a href=[page.next.as_ref().map(Listing::href)] { (tr("Go on from there")) } }
            } @else {
                (ui::next_page(page.next.as_ref().map(Listing::href).as_deref(), "rows"))
            }
            (narrow::sizes(listing, page, &around.facets))
        }
    }
}

/// What is not counted to its end.
fn counted(model: &Model) -> Markup {
    let capped = model.columns.iter().filter(|column| column.shows == Shows::Capped);
    let capped: Vec<_> = capped.map(|column| tr(column.label)).collect();
    let said = |columns: &str| {
        tr!("{columns}: counted up to {most}.", columns = columns, most = ui::grouped(COUNTED))
    };
    html! { @if !capped.is_empty() { " " (said(&capped.join(", "))) } }
}

/// What leads away from the list: it follows what is chosen of it.
fn ways(listing: &Listing) -> Markup {
    let (model, all) = (listing.model, listing.first());
    html! {
        @if in_list::offered(model) { (ui::link_button(tr("Edit in place"), &listing.at(model.paths.rows), Tone::Quiet)) }
        @if model.is_whole() {
            (ui::link_button(tr("Export CSV"), &all.at(model.paths.csv), Tone::Quiet))
            (ui::link_button(tr("Export JSON"), &all.at(model.paths.json), Tone::Quiet))
        }
        @if model.edit.as_ref().is_some_and(|edit| edit.create.is_some()) {
            (ui::link_button(&edit::adding(model), &from_list(model.paths.create, Some(listing)), Tone::Primary))
        }
    }
}

/// The form for what begins so. What else is chosen goes along.
fn search(listing: &Listing) -> Markup {
    let model = listing.model;
    html! {
        form .live.find role="search" action=(model.paths.list) hx-get=(model.paths.list) hx-trigger="input changed delay:200ms, submit"
            hx-target=(PLACE) hx-select=(PLACE) hx-select-oob="#ways" hx-swap="outerHTML" hx-replace-url="true" hx-sync="this:replace" {
            label .unseen for="q" { (tr(model.search)) }
            (ui::icon(Icon::Search))
            input #q .entry type="search" name="q" value=(listing.query.as_deref().unwrap_or(&listing.q)) placeholder=(tr(model.search)) dir="auto" autocomplete="off" aria-describedby=[(!model.anywhere.is_empty()).then_some("q-help")];
            div #kept hidden { @for (name, value) in listing.searching("").pairs() { input type="hidden" name=(name) value=(value); } }
        }
    }
}

/// How what is searched for is found anywhere, and the way there and back.
fn anywhere(listing: &Listing) -> Markup {
    let what = tr(listing.model.anywhere);
    html! {
        p #q-help .soft.search-help {
            @if let Some(text) = listing.anywhere() {
                (tr!("Found anywhere in {what}.", what = what)) " " a href=(listing.searching(&typed_as(text)).href()) { (tr("Only at the beginning")) }
            } @else if !listing.q.is_empty() {
                (tr("Found at the beginning.")) " " a href=(listing.searching(&typed_as(&format!("*{}", as_text(&listing.q)))).href()) { (tr!("Search anywhere in {what}", what = what)) }
            } @else {
                (tr!("With * before it, it is found anywhere in {what}.", what = what))
            }
        }
    }
}

/// The lists of one tenant, from its own page and from each to the others.
pub(in crate::admin) fn lists_of(here: &Model, tenant: TenantId, name: &str, rights: Rights) -> Markup {
    let lists = models().iter().filter(|model| rights.sees(model.paths.name));
    let lists = lists.map(|model| model.for_rights(rights));
    let lists = lists.filter(|model| model.of_tenant && !model.is_tenants());
    html! {
        nav .tabs aria-label=(tr!("Lists of {name}", name = name)) {
            @for model in lists {
                a href=(Listing::of(model).in_tenant(Some(tenant)).href()) aria-current=[(model.paths.name == here.paths.name).then_some("page")] { (tr(model.many)) }
            }
        }
    }
}

/// In which tenant one is, above its lists.
fn lens(here: &Model, tenant: TenantId, name: &str, rights: Rights) -> Markup {
    let link = html! { a href=(format!("/admin/tenants/{tenant}/")) dir="auto" { (name) } };
    html! {
        div .lens {
            p { (ui::icon(Icon::Building)) (ui::sentence("In {tenant}", &[("tenant", link)])) }
            (lists_of(here, tenant, name, rights))
        }
    }
}

fn nothing(listing: &Listing, page: &Page) -> Markup {
    let model = listing.model;
    if page.cut_short {
        return html! {};
    }
    if listing.narrows() || listing.after.is_some() {
        let way = ui::link_button(tr("See the whole list"), &listing.cleared().href(), Tone::Plain);
        return ui::empty_state(
            Icon::Search,
            tr("Nothing like that"),
            &tr!("Nothing in “{list}” is as you asked for.", list = tr(model.many)),
            &way,
        );
    }
    let way = if model.edit.as_ref().is_some_and(|edit| edit.create.is_some()) {
        ui::link_button(&edit::adding(model), model.paths.create, Tone::Primary)
    } else {
        html! {}
    };
    let so_far = tr!("There is nothing in “{list}” so far.", list = tr(model.many));
    ui::empty_state(model.icon, tr("Nothing yet"), &so_far, &way)
}

fn table(listing: &Listing, records: &[Record]) -> Markup {
    let model = listing.model;
    let chosen = !model.actions.is_empty();
    html! {
        div .scroll.cards tabindex="0" role="region" aria-label=(tr(model.many)) {
            table {
                thead { tr {
                    @if chosen { th scope="col" .narrow { span .unseen { (tr("Choose")) } (whole_page()) } }
                    @for column in shown(model) { (head::head(listing, column)) }
                } }
                tbody #rows { (rows(model, records, chosen, Some(listing))) }
            }
        }
    }
}

/// The box that chooses every row of the page. It is for scripts, and the style sheet hides it where there are none.
fn whole_page() -> Markup {
    let label = tr("Choose this page");
    html! { input .pick.choose-all type="checkbox" form=(CHOSEN) autocomplete="off" aria-label=(label) title=(label); }
}

fn shown(model: &'static Model) -> impl Iterator<Item = &'static Column> {
    model.columns.iter().filter(|column| !column.shows.is_detail())
}

/// The rows of a table; `chosen` where each can be chosen. From the page of one, one comes `back` to the list as it is here.
fn rows(model: &'static Model, records: &[Record], chosen: bool, back: Option<&Listing>) -> Markup {
    html! {
        @for record in records {
            tr id={ (model.paths.name) "-" (record.id) } {
                @if chosen { td .narrow { (ui::pick("id", &record.id, CHOSEN, &rows::title(model, record))) } }
                @for (column, value) in model.columns.iter().zip(&record.values).filter(|(column, _)| !column.shows.is_detail()) {
                    @if column.shows == Shows::Title {
                        th scope="row" data-label=(tr(column.label)) { (name(model, record, value, back)) }
                    } @else {
                        @let inside = cell(model, record, column, value);
                        td data-label=(tr(column.label)) .number[column.shows.is_number()] .empty-cell[*value == Value::Nothing] { (inside) }
                    }
                }
            }
        }
    }
}

/// What a row is called: the way to its page.
fn name(model: &Model, record: &Record, value: &Value, back: Option<&Listing>) -> Markup {
    if model.one_of.is_none() {
        return html! { span dir="auto" { (value.words()) } };
    }
    let href = from_list(&model.path_of(&record.id), back);
    html! { a .title href=(href) dir="auto" { @if *value == Value::Nothing { "–" } @else { (value.words()) } } }
}

/// A value, as its column shows it.
pub(in crate::admin) fn cell(model: &Model, record: &Record, column: &Column, value: &Value) -> Markup {
    match (column.shows, value) {
        (Shows::Hidden, _) => html! {},
        (_, Value::Nothing) => html! { span .soft { "–" } },
        (Shows::Title, _) if model.one_of.is_some() => {
            html! { a .title href=(model.path_of(&record.id)) dir="auto" { (value.words()) } }
        }
        (Shows::Text, Value::Text(text)) => {
            let named = model.filter(column.name).and_then(|(_, filter)| filter.choices.label(text));
            html! { span dir="auto" { (named.as_deref().unwrap_or(text)) } }
        }
        (Shows::Words, Value::Text(name)) => html! { (trail::in_words(name)) },
        (Shows::Badge, Value::Text(state)) => ui::badge(state),
        (Shows::Capped, Value::Number(number)) if *number > COUNTED => html! { (ui::grouped(COUNTED)) "+" },
        (_, Value::Number(number)) => PreEscaped(ui::grouped(*number)),
        (_, Value::Moment(_)) => html! { time .soft { (value.short()) } },
        (Shows::LinkToAny, Value::Link(at, name)) => of_any(at, name, Rights::ALL),
        (Shows::LinkToSome(rights), Value::Link(at, name)) => of_any(at, name, rights),
        (Shows::Rights, Value::Text(words)) => html! { (rights_in_words(words)) },
        (Shows::Link(other), Value::Link(id, name)) => {
            html! { a href={ "/admin/" (other) "/" (id) "/" } dir="auto" { (name) } }
        }
        _ => html! { span dir="auto" { (value.words()) } },
    }
}

/// A thing of whatever model, whose name its address begins with; where it has a page and is seen, the way to it.
fn of_any(at: &str, name: &str, rights: Rights) -> Markup {
    let model = at.split_once('/').map_or("", |(model, _)| model);
    // A table may be in a trail without being in the panel.
    let paged = model_named(model).is_some_and(|model| model.one_of.is_some());
    // An entry of a trail has no name, and what has no page may have none: it is called what it is.
    let nameless = model.is_empty() || model == "audit" || (!paged && name == model);
    let name = if nameless { tr(name) } else { name };
    html! {
        @if paged && rights.sees(model) { a href={ "/admin/" (at) "/" } dir="auto" { (name) } } @else { span dir="auto" { (name) } }
    }
}

fn rights_in_words(words: &str) -> String {
    words.parse::<Rights>().map(action::in_words).unwrap_or_default()
}

/// What can be done with the chosen rows, of which it fits one at least: the style sheet shows it while there are any, and
/// counts them.
fn bulk(listing: &Listing, page: &Page) -> Markup {
    let fits = |action: &&action::Action| {
        !action.single && page.rows.iter().any(|record| action.fits(listing.model, record))
    };
    html! {
        form .bulk id=(CHOSEN) method="post" action=(listing.model.paths.act) aria-label=(tr("With the chosen rows")) {
            input type="hidden" name="listing" value=(listing.href_for_acts());
            span .chosen { span { (tr("chosen")) } }
            @for action in listing.model.actions.iter().filter(fits) { (action::button(action)) }
            (chosen::buttons(listing.model))
            @if listing.model.all.is_some() && page.offers_all(listing) {
                label .every { input type="checkbox" name="scope" value="all" autocomplete="off"; " " (tr("all that match")) }
            }
            button .icon-btn type="reset" aria-label=(tr("Choose none")) title=(tr("Choose none")) { (ui::icon(Icon::Close)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, within};

    #[tokio::test]
    async fn what_has_no_name_is_called_what_it_is_in_the_language_of_the_page() {
        let some: Rights = "trail:see,audit:see".parse().unwrap();
        within(Language::German, async {
            let said = |at: &str, name: &str, rights| of_any(at, name, rights).into_string();
            for rights in [Rights::ALL, some] {
                assert!(said("audit/1.1.x", "entry", rights).contains("<a href=\"/admin/audit/1.1.x/\""));
                assert!(said("audit/1.1.x", "entry", rights).contains(">Eintrag</a>"));
                assert!(said("", "tasks", rights).contains("<span dir=\"auto\">Aufgaben</span>"));
            }
            // What has no page is no link.
            assert!(
                said("jottings/x", "A jotting", Rights::ALL).contains("<span dir=\"auto\">A jotting</span>")
            );
            assert!(said("session/x", "session", Rights::ALL).contains("<span dir=\"auto\">Sitzung</span>"));
            // Names are as they were given.
            assert!(said("tasks/x", "tasks", Rights::ALL).contains(">tasks</a>"));
            assert!(said("tasks/x", "tasks", some).contains(">tasks</span>"));
        })
        .await;
    }
}
