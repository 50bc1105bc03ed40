//! What the first page of the superuser panel looks like.
//! Nothing here reads; everything it shows is given to it.

use std::fmt::Display;

use maud::{Markup, html};
use time::{OffsetDateTime, format_description::FormatItem, macros::format_description};

use super::{
    Overview, SignIns,
    figures::tiles,
    latest::{did, failed, new_people, new_tenants},
};
use crate::{
    db::{Concern, PoolFigures, Verdict},
    rights::{Right, Rights},
    ui::{self, Icon, Pair, Tone, grouped},
    web::{Instance, session::SessionFigures},
};

pub(super) const TENANTS: &str = "/admin/tenants/";
pub(super) const PEOPLE: &str = "/admin/users/";
const MOMENT: &[FormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]");

pub(super) fn index(overview: &Overview, migration: i32, instance: &Instance, rights: Rights) -> Markup {
    let Overview { counts, statuses, tenants, people, days, failures, acts, server } = overview;
    let actions = html! {
        @if rights.may("users", Right::Add) { (ui::link_button("Add person", "/admin/users/create/", Tone::Plain)) }
        @if rights.may("tenants", Right::Add) { (ui::link_button("Add tenant", "/admin/tenants/create/", Tone::Primary)) }
    };
    html! {
        (ui::header("Overview", &[], &actions))
        (verdict(instance.verdict.as_deref()))
        (tiles(counts, statuses, rights))
        @if rights.sees("trail") { div .panels { (panel("Signing in, the last 14 days", None, &sign_ins(days))) } }
        div .panels.even {
            @if rights.sees("tenants") { (panel("Newest tenants", Some(("All tenants", TENANTS)), &new_tenants(tenants))) }
            @if rights.sees("users") { (panel("Newest people", Some(("All people", PEOPLE)), &new_people(people, rights))) }
            @if rights.sees("trail") {
                (panel("Latest failed sign-ins", None, &failed(failures, rights)))
                (panel("What superusers and support did", Some(("The trail", "/admin/trail/")), &did(acts, rights)))
            }
        }
        div .panels { (panel("This instance", None, &about(server, migration, instance))) }
    }
}

fn panel(title: &str, more: Option<(&str, &str)>, content: &Markup) -> Markup {
    html! {
        section .panel {
            div .section-head { h2 { (title) } @if let Some((label, href)) = more { a href=(href) { (label) } } }
            (content)
        }
    }
}

fn verdict(verdict: Option<&Verdict>) -> Markup {
    let (tone, icon, title) = match verdict {
        None => ("warned", Icon::CircleAlert, "Nobody has examined this database".to_owned()),
        Some(verdict) if verdict.errors() > 0 => {
            ("wrong", Icon::CircleAlert, "Tenants may not be kept apart".to_owned())
        }
        Some(verdict) if verdict.warnings() > 0 => {
            let warnings = counted(verdict.warnings(), "warning");
            ("warned", Icon::ShieldCheck, format!("Tenants are kept apart, with {warnings}"))
        }
        Some(_) => ("well", Icon::ShieldCheck, "Tenants are kept apart".to_owned()),
    };
    html! {
        section .verdict .(tone) aria-labelledby="verdict" {
            (ui::icon(icon))
            div {
                h2 #verdict { (title) }
                @match verdict {
                    Some(verdict) => (examined(verdict)),
                    None => p .soft { "“rowhouse doctor” says whether it keeps tenants apart." },
                }
            }
        }
    }
}

fn examined(verdict: &Verdict) -> Markup {
    let Verdict { facts, attempts, concerns, at } = verdict;
    html! {
        p .soft {
            (counted(*facts, "fact")) " of the catalogue compared "
            @if *attempts > 0 { "and " (counted(*attempts, "attempt")) " to cross made " }
            "before the first request, " (moment(*at)) ". "
            @if *attempts == 0 { "“rowhouse doctor” also tries to cross." }
        }
        @if !concerns.is_empty() {
            ul .concerns { @for concern in concerns { li { (concerned(concern)) } } }
        }
    }
}

fn concerned(concern: &Concern) -> Markup {
    html! {
        p { strong { (if concern.error { "Error" } else { "Warning" }) ", " (concern.object) ":" } " " (concern.problem) }
        p .soft { "It lets this happen: " (concern.lets) }
    }
}

fn sign_ins(days: &[SignIns]) -> Markup {
    let pairs: Vec<_> =
        days.iter().map(|day| Pair { label: &day.day, values: [day.signed_in, day.failed] }).collect();
    let partly = days.iter().any(|day| !day.whole);
    html! {
        (ui::pair_chart("Signing in, by day", ["signed in", "failed"], &pairs, partly))
        @if partly { p .soft { "Counted in the latest 5\u{202f}000 of either, which do not reach back so far." } }
    }
}

fn about(server: &str, migration: i32, instance: &Instance) -> Markup {
    let facts: [(_, &dyn Display); 4] = [
        ("Rowhouse", &env!("CARGO_PKG_VERSION")),
        ("PostgreSQL", &server),
        ("Last migration", &format_args!("V{migration}")),
        ("Serving since", &moment(instance.since)),
    ];
    html! {
        dl .facts { @for (label, value) in facts { div { dt { (label) } dd { (value.to_string()) } } } }
        table .compact {
            caption .unseen { "Connections to the database" }
            thead { tr {
                th scope="col" { "Pool" } th scope="col" .number { "In use" } th scope="col" .number { "Open" }
                th scope="col" .number { "Waiting" }
            } }
            tbody { @for pool in &instance.pools { (pool_row(pool)) } }
        }
        p .soft { (remembered(instance.sessions)) }
    }
}

fn pool_row(pool: &PoolFigures) -> Markup {
    html! {
        tr {
            th scope="row" { (pool.role) }
            td .number { (pool.in_use) } td .number { (pool.open) " of " (pool.size) } td .number { (pool.waiting) }
        }
    }
}

fn remembered(sessions: SessionFigures) -> String {
    let SessionFigures { entries, hits, misses } = sessions;
    let asked = hits + misses;
    // Rounded down: what is not all of it is not called so.
    let share = (hits * 100).checked_div(asked).unwrap_or_default();
    format!(
        "{} in memory; {share} % of {} since the start were answered from there.",
        counted(entries, "session"),
        counted(asked, "look-up")
    )
}

fn moment(at: OffsetDateTime) -> String {
    format!("{} UTC", at.format(MOMENT).unwrap_or_default())
}

fn counted(count: impl TryInto<i64>, noun: &str) -> String {
    let count = count.try_into().unwrap_or(i64::MAX);
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}
