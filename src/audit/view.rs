//! What the audit trail looks like.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};
use time::{OffsetDateTime, format_description::FormatItem, macros::format_description};

use super::{
    PATH,
    entry::{Change, Entry},
    filter::{Act, Filter},
};
use crate::{
    language::tr,
    ui::{self, FieldKind, Icon, Tab, TextField, Tone},
    web::Window,
};

const MOMENT: &[FormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

pub(super) fn index(filter: &Filter, person: Option<&str>, entries: &Window<Entry>) -> Markup {
    let next = entries.next().map(|last| filter.after(&last.place()));
    html! {
        (ui::header(tr("Audit trail"), &[], &html! {}))
        p .lead { (tr("Everything that was added, changed or deleted here, and by whom. Times are UTC.")) }
        (filters(filter, person))
        div #trail {
            @if entries.rows.is_empty() {
                @if filter.narrows() {
                    (ui::empty_state(Icon::Clock, tr("Nothing like that"), tr("No entry is as you asked for."), &ui::link_button(tr("Show all"), PATH, Tone::Plain)))
                } @else {
                    (ui::empty_state(Icon::Clock, tr("Nothing yet"), tr("Whatever is added, changed or deleted here is recorded, with who did it."), &html! {}))
                }
            } @else {
                ul #entries .rows { @for entry in &entries.rows { (row(entry)) } }
            }
        }
        (ui::next_page(next.as_deref(), "entries"))
    }
}

fn filters(filter: &Filter, person: Option<&str>) -> Markup {
    let tab =
        |act: Act| Tab { label: tr(act.label()), href: filter.with_act(act), current: filter.act == act };
    html! {
        @for what in &filter.nonsense {
            p .soft."mb-3" role="status" { (tr!("Left out, because it makes no sense here: {what}.", what = tr(what))) }
        }
        @if filter.person.is_some() || filter.object.is_some() {
            p .chosen-view {
                @if let Some(person) = person { (ui::sentence("What {person} did.", &[("person", html! { bdi { (person) } })])) " " }
                @if filter.object.is_some() { (tr("The history of one thing.")) " " }
                a href=(PATH) { (tr("Show all")) }
            }
        }
        @if filter.object.is_none() {
            div .tools { (ui::tabs("act", tr("What was done"), "main", Act::ALL.map(tab))) (days(filter)) }
        }
    }
}

/// The form for the first and the last day. What was typed and is no day is not put back: a field for days takes none such.
fn days(filter: &Filter) -> Markup {
    let [from, until] = &filter.days;
    let fields = [("from", tr("From"), from, filter.from), ("until", tr("to"), until, filter.until)];
    html! {
        form .days method="get" action=(PATH) {
            @if let Some(act) = filter.act.column() { input type="hidden" name="act" value=(act); }
            @if let Some(person) = filter.person { input type="hidden" name="person" value=(person); }
            @for (field, label, typed, day) in fields {
                (ui::text_field(&TextField { id: field, name: field, label, value: day.map_or("", |_| typed), kind: FieldKind::Day, ..TextField::default() }))
            }
            (ui::button(tr("Show"), Tone::Plain))
        }
    }
}

fn row(entry: &Entry) -> Markup {
    let verb = entry.verb();
    html! {
        li {
            div .row.log {
                (ui::icon(icon(entry)))
                div .name {
                    p dir="auto" { (said(entry)) }
                    @if let Some(reason) = entry.reason() { p .soft dir="auto" { (reason) } }
                    // The verb says it all, where it is not about a name.
                    @if matches!(verb, "renamed" | "changed") { @for change in entry.changes() { (changed(verb, &change)) } }
                }
                time .hint.when datetime={ (moment(entry.at)) "Z" } { (moment(entry.at)) }
            }
        }
    }
}

/// The entry as a sentence.
fn said(entry: &Entry) -> Markup {
    let name = entry.name();
    let name = if name.is_empty() { tr("without a name") } else { &name };
    let places = [
        ("who", subject(entry)),
        ("thing", html! { (entry.thing()) }),
        ("name", html! { a href={ (PATH) "?object=" (entry.object_id) } { bdi { (name) } } }),
    ];
    let text = match entry.verb() {
        "added" => "{who} added {thing} {name}",
        "deleted" => "{who} deleted {thing} {name}",
        "finished" => "{who} finished {thing} {name}",
        "reopened" => "{who} reopened {thing} {name}",
        "renamed" => "{who} renamed {thing} {name}",
        "shortened" => "{who} shortened {thing} {name}",
        "looked around as" => "{who} looked around as {name}",
        _ => "{who} changed {thing} {name}",
    };
    ui::sentence(text, &places)
}

fn subject(entry: &Entry) -> Markup {
    match &entry.impersonator {
        Some(superuser) if entry.reason().is_some() => html! { bdi { (superuser) } },
        Some(superuser) => {
            let places = [("superuser", html! { bdi { (superuser) } }), ("person", who(entry))];
            ui::sentence("{superuser}, as {person},", &places)
        }
        None => who(entry),
    }
}

/// What the fields of the tables are called; one that is not among them is called as its column is.
const FIELDS: [&str; 10] = [
    "completed at",
    "created at",
    "display name",
    "name",
    "project id",
    "purge after",
    "role",
    "slug",
    "status",
    "title",
];

fn changed(verb: &str, change: &Change) -> Markup {
    let field = change.field.replace('_', " ");
    let label = FIELDS.into_iter().find(|known| *known == field).map_or(field.as_str(), tr);
    html! {
        p .soft dir="auto" {
            @if verb == "changed" { (label) ": " }
            bdi { (shown(&field, &change.before)) } " → " bdi { (shown(&field, &change.after)) }
        }
    }
}

fn who(entry: &Entry) -> Markup {
    match (entry.actor, &entry.person) {
        (Some(actor), Some(person)) => html! { a href={ (PATH) "?person=" (actor) } { bdi { (person) } } },
        // A superuser, or somebody who was a member once.
        (Some(_), None) => html! { (tr("Somebody outside this workspace")) },
        (None, _) => html! { (tr("The service")) },
    }
}

fn icon(entry: &Entry) -> Icon {
    match entry.verb() {
        "added" => Icon::Plus,
        "deleted" => Icon::Trash,
        "finished" => Icon::CircleCheck,
        "reopened" => Icon::Undo,
        "looked around as" => Icon::User,
        _ => Icon::Pencil,
    }
}

/// Roles and states are words of ours; what else stands there is as it was written.
fn shown<'a>(field: &str, value: &'a str) -> &'a str {
    match field {
        _ if value.is_empty() => tr("nothing"),
        "role" | "status" => tr(value),
        _ => value,
    }
}

fn moment(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC).format(MOMENT).unwrap_or_default()
}
