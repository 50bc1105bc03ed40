//! What the audit trail looks like.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};
use time::{OffsetDateTime, format_description::FormatItem, macros::format_description};

use super::{
    PATH,
    entry::Entry,
    filter::{Act, Filter},
};
use crate::{
    ui::{self, Icon, Tab, TextField, Tone},
    web::Window,
};

const MOMENT: &[FormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

pub(super) fn index(filter: &Filter, person: Option<&str>, entries: &Window<Entry>) -> Markup {
    let next = entries.next().map(|last| filter.after(&last.place()));
    html! {
        (ui::header("Audit trail", &[], &html! {}))
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
        @if filter.object.is_none() { div .actions."mb-3" { (ui::tabs("act", "What was done", "main", Act::ALL.map(tab))) } }
        @if filter.narrows() {
            p .soft."mb-3" {
                @if let Some(person) = person { "What " bdi { (person) } " did. " }
                @if filter.object.is_some() { "The history of one thing. " }
                a href=(PATH) { "Show all" }
            }
        }
        form .actions."mb-4" method="get" action=(PATH) {
            @if let Some(act) = filter.act.column() { input type="hidden" name="act" value=(act); }
            @if let Some(person) = filter.person { input type="hidden" name="person" value=(person); }
            @for (field, label, value) in [("from", "First day, as 2026-01-31", &filter.days[0]), ("until", "Last day", &filter.days[1])] {
                (ui::text_field(&TextField { id: field, name: field, label, value, label_inside: true, ..TextField::default() }))
            }
            (ui::button("Show these days", Tone::Plain))
        }
    }
}

fn row(entry: &Entry) -> Markup {
    let name = entry.name();
    html! {
        li {
            div .row {
                (ui::icon(icon(entry)))
                div .name {
                    p dir="auto" {
                        (who(entry)) " " (entry.verb()) " the " (entry.kind()) " "
                        a href={ (PATH) "?object=" (entry.object_id) } { bdi { (if name.is_empty() { "without a name" } else { name.as_str() }) } }
                    }
                    @for change in entry.changes() {
                        p .soft dir="auto" {
                            (change.field.replace('_', " ")) ": "
                            bdi { (shown(&change.before)) } " → " bdi { (shown(&change.after)) }
                        }
                    }
                    p .soft { time datetime=(moment(entry.at)) { (moment(entry.at)) " UTC" } }
                }
            }
        }
    }
}

fn who(entry: &Entry) -> Markup {
    match (entry.actor, &entry.person) {
        (Some(actor), Some(person)) => html! { a href={ (PATH) "?person=" (actor) } { bdi { (person) } } },
        (Some(_), None) => html! { "The operator of the service" },
        (None, _) => html! { "The service" },
    }
}

fn icon(entry: &Entry) -> Icon {
    match entry.verb() {
        "added" => Icon::Plus,
        "deleted" => Icon::Trash,
        "finished" => Icon::CircleCheck,
        "reopened" => Icon::Undo,
        _ => Icon::Pencil,
    }
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "nothing" } else { value }
}

fn moment(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC).format(MOMENT).unwrap_or_default()
}
