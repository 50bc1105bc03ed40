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
    ui::{self, FieldKind, Icon, Tab, TextField, Tone},
    web::Window,
};

const MOMENT: &[FormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

pub(super) fn index(filter: &Filter, person: Option<&str>, entries: &Window<Entry>) -> Markup {
    let next = entries.next().map(|last| filter.after(&last.place()));
    html! {
        (ui::header("Audit trail", &[], &html! {}))
        p .lead { "Everything that was added, changed or deleted here, and by whom. Times are UTC." }
        (filters(filter, person))
        div #trail {
            @if entries.rows.is_empty() {
                @if filter.narrows() {
                    (ui::empty_state(Icon::Clock, "Nothing like that", "No entry is as you asked for.", &ui::link_button("Show all", PATH, Tone::Plain)))
                } @else {
                    (ui::empty_state(Icon::Clock, "Nothing yet", "Whatever is added, changed or deleted here is recorded, with who did it.", &html! {}))
                }
            } @else {
                ul #entries .rows { @for entry in &entries.rows { (row(entry)) } }
            }
        }
        (ui::next_page(next.as_deref(), "entries"))
    }
}

fn filters(filter: &Filter, person: Option<&str>) -> Markup {
    let tab = |act: Act| Tab { label: act.label(), href: filter.with_act(act), current: filter.act == act };
    html! {
        @for what in &filter.nonsense {
            p .soft."mb-3" role="status" { "Left out, because it makes no sense here: " (what) "." }
        }
        @if filter.person.is_some() || filter.object.is_some() {
            p .chosen-view {
                @if let Some(person) = person { "What " bdi { (person) } " did. " }
                @if filter.object.is_some() { "The history of one thing. " }
                a href=(PATH) { "Show all" }
            }
        }
        @if filter.object.is_none() {
            div .tools { (ui::tabs("act", "What was done", "main", Act::ALL.map(tab))) (days(filter)) }
        }
    }
}

/// The form for the first and the last day. What was typed and is no day is not put back: a field for days takes none such.
fn days(filter: &Filter) -> Markup {
    let [from, until] = &filter.days;
    let fields = [("from", "From", from, filter.from), ("until", "to", until, filter.until)];
    html! {
        form .days method="get" action=(PATH) {
            @if let Some(act) = filter.act.column() { input type="hidden" name="act" value=(act); }
            @if let Some(person) = filter.person { input type="hidden" name="person" value=(person); }
            @for (field, label, typed, day) in fields {
                (ui::text_field(&TextField { id: field, name: field, label, value: day.map_or("", |_| typed), kind: FieldKind::Day, ..TextField::default() }))
            }
            (ui::button("Show", Tone::Plain))
        }
    }
}

fn row(entry: &Entry) -> Markup {
    let (name, verb) = (entry.name(), entry.verb());
    html! {
        li {
            div .row.log {
                (ui::icon(icon(entry)))
                div .name {
                    p dir="auto" {
                        @match (&entry.impersonator, entry.reason()) {
                            (Some(superuser), Some(_)) => { bdi { (superuser) } " " (verb) " " },
                            (Some(superuser), None) => { bdi { (superuser) } ", as " (who(entry)) ", " (verb) " the " (entry.kind()) " " },
                            (None, _) => { (who(entry)) " " (verb) " the " (entry.kind()) " " },
                        }
                        a href={ (PATH) "?object=" (entry.object_id) } { bdi { (if name.is_empty() { "without a name" } else { name.as_str() }) } }
                    }
                    @if let Some(reason) = entry.reason() { p .soft dir="auto" { (reason) } }
                    // The verb says it all, where it is not about a name.
                    @if matches!(verb, "renamed" | "changed") { @for change in entry.changes() { (changed(verb, &change)) } }
                }
                time .hint.when datetime={ (moment(entry.at)) "Z" } { (moment(entry.at)) }
            }
        }
    }
}

fn changed(verb: &str, change: &Change) -> Markup {
    html! {
        p .soft dir="auto" {
            @if verb == "changed" { (change.field.replace('_', " ")) ": " }
            bdi { (shown(&change.before)) } " → " bdi { (shown(&change.after)) }
        }
    }
}

fn who(entry: &Entry) -> Markup {
    match (entry.actor, &entry.person) {
        (Some(actor), Some(person)) => html! { a href={ (PATH) "?person=" (actor) } { bdi { (person) } } },
        // A superuser, or somebody who was a member once.
        (Some(_), None) => html! { "Somebody outside this workspace" },
        (None, _) => html! { "The service" },
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

fn shown(value: &str) -> &str {
    if value.is_empty() { "nothing" } else { value }
}

fn moment(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC).format(MOMENT).unwrap_or_default()
}
