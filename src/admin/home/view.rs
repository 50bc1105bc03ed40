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
    language::{tr, trn},
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
        @if rights.may("users", Right::Add) { (ui::link_button(tr("Add person"), "/admin/users/create/", Tone::Plain)) }
        @if rights.may("tenants", Right::Add) { (ui::link_button(tr("Add tenant"), "/admin/tenants/create/", Tone::Primary)) }
    };
    html! {
        (ui::header(tr("Overview"), &[], &actions))
        (verdict(instance.verdict.as_deref()))
        (tiles(counts, statuses, rights))
        @if rights.sees("trail") { div .panels { (panel("Signing in, the last 14 days", None, &sign_ins(days))) } }
        div .panels.even {
            @if rights.sees("tenants") { (panel("Newest tenants", Some(("All tenants", TENANTS)), &new_tenants(tenants, rights))) }
            @if rights.sees("users") { (panel("Newest people", Some(("All people", PEOPLE)), &new_people(people, rights))) }
            @if rights.sees("trail") {
                (panel("Latest failed sign-ins", Some(("All of them", "/admin/trail/?act=sign_in_failed")), &failed(failures, rights)))
                (panel("What superusers and support did", Some(("The trail", "/admin/trail/")), &did(acts, rights)))
            }
        }
        div .panels { (panel("This instance", None, &about(server, migration, instance, rights))) }
    }
}

fn panel(title: &str, more: Option<(&str, &str)>, content: &Markup) -> Markup {
    html! {
        section .panel {
            div .section-head { h2 { (tr(title)) } @if let Some((label, href)) = more { a href=(href) { (tr(label)) } } }
            (content)
        }
    }
}

fn verdict(verdict: Option<&Verdict>) -> Markup {
    let (tone, icon, title) = match verdict {
        None => ("warned", Icon::CircleAlert, tr("Nobody has examined this database").to_owned()),
        Some(verdict) if verdict.errors() > 0 => {
            ("wrong", Icon::CircleAlert, tr("Tenants may not be kept apart").to_owned())
        }
        Some(verdict) if verdict.warnings() > 0 => {
            let warnings = verdict.warnings();
            let title = trn!(
                warnings,
                "Tenants are kept apart, with {warnings} warning",
                "Tenants are kept apart, with {warnings} warnings"
            );
            ("warned", Icon::ShieldCheck, title)
        }
        Some(_) => ("well", Icon::ShieldCheck, tr("Tenants are kept apart").to_owned()),
    };
    html! {
        section .verdict .(tone) aria-labelledby="verdict" {
            (ui::icon(icon))
            div {
                h2 #verdict { (title) }
                @match verdict {
                    Some(verdict) => (examined(verdict)),
                    None => p .soft { (tr("“rowhouse doctor” says whether it keeps tenants apart.")) },
                }
            }
        }
    }
}

fn examined(verdict: &Verdict) -> Markup {
    let (facts, attempts, at) = (verdict.facts, verdict.attempts, moment(verdict.at));
    let facts = trn!(facts, "{facts} fact", "{facts} facts", facts = number(facts));
    let attempted = trn!(attempts, "{attempts} attempt", "{attempts} attempts", attempts = number(attempts));
    html! {
        p .soft {
            @if attempts > 0 {
                (tr!("{facts} of the catalogue compared and {attempts} to cross made before the first request, {moment}.", facts = facts, attempts = attempted, moment = at))
            } @else {
                (tr!("{facts} of the catalogue compared before the first request, {moment}.", facts = facts, moment = at))
                " " (tr("“rowhouse doctor” also tries to cross."))
            }
        }
        @if !verdict.concerns.is_empty() {
            ul .concerns { @for concern in &verdict.concerns { li { (concerned(concern)) } } }
        }
    }
}

/// What the doctor says, it says in English.
fn concerned(concern: &Concern) -> Markup {
    html! {
        p { strong { (tr(if concern.error { "Error" } else { "Warning" })) ", " span lang="en" { (concern.object) ":" } } " " span lang="en" { (concern.problem) } }
        p .soft { (tr("It lets this happen:")) " " span lang="en" { (concern.lets) } }
    }
}

fn sign_ins(days: &[SignIns]) -> Markup {
    let pairs: Vec<_> =
        days.iter().map(|day| Pair { label: &day.day, values: [day.signed_in, day.failed] }).collect();
    let partly = days.iter().any(|day| !day.whole);
    html! {
        (ui::pair_chart(tr("Signing in, by day"), [tr("signed in"), tr("failed")], &pairs, partly))
        @if partly { p .soft { (tr!("Counted in the latest {most} of either, which do not reach back so far.", most = grouped(5_000))) } }
    }
}

fn about(server: &str, migration: i32, instance: &Instance, rights: Rights) -> Markup {
    let facts: [(_, &dyn Display); 4] = [
        ("Rowhouse", &env!("CARGO_PKG_VERSION")),
        ("PostgreSQL", &server),
        (tr("Last migration"), &format_args!("V{migration}")),
        (tr("Serving since"), &moment(instance.since)),
    ];
    html! {
        dl .facts { @for (label, value) in facts { div { dt { (label) } dd { (value.to_string()) } } } }
        table .compact {
            caption .unseen { (tr("Connections to the database")) }
            thead { tr {
                th scope="col" { (tr("Pool")) } th scope="col" .number { (tr("In use")) } th scope="col" .number { (tr("Open")) }
                th scope="col" .number { (tr("Waiting")) }
            } }
            tbody { @for pool in &instance.pools { (pool_row(pool)) } }
        }
        @if rights.sees("sessions") { p .soft { (remembered(instance.sessions)) } }
    }
}

fn pool_row(pool: &PoolFigures) -> Markup {
    html! {
        tr {
            th scope="row" { (pool.role) }
            td .number { (pool.in_use) } td .number { (tr!("{open} of {most}", open = pool.open, most = pool.size)) } td .number { (pool.waiting) }
        }
    }
}

fn remembered(sessions: SessionFigures) -> String {
    let SessionFigures { entries, hits, misses } = sessions;
    let asked = hits + misses;
    // Rounded down: what is not all of it is not called so.
    let share = (hits * 100).checked_div(asked).unwrap_or_default();
    tr!(
        "{sessions} in memory; {share} % of {lookups} since the start were answered from there.",
        sessions = trn!(entries, "{entries} session", "{entries} sessions", entries = number(entries)),
        share = share,
        lookups = trn!(asked, "{asked} look-up", "{asked} look-ups", asked = number(asked))
    )
}

fn moment(at: OffsetDateTime) -> String {
    format!("{} UTC", at.format(MOMENT).unwrap_or_default())
}

fn number(count: impl TryInto<i64>) -> String {
    grouped(count.try_into().unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, within};

    #[tokio::test]
    async fn the_verdict_is_in_the_language_of_the_page_and_what_the_doctor_said_in_its_own() {
        let concern = Concern {
            error: false,
            object: "server".to_owned(),
            problem: "It is old".to_owned(),
            lets: "much".to_owned(),
        };
        let at = OffsetDateTime::UNIX_EPOCH;
        let found = Verdict { facts: 1_351, attempts: 3, concerns: vec![concern], at };
        let english = verdict(Some(&found)).into_string();
        let says = "1\u{202f}351 facts of the catalogue compared and 3 attempts to cross made before the first request, 1970-01-01 00:00 UTC.";
        assert!(english.contains(says) && english.contains("kept apart, with 1 warning<"), "{english}");
        let german = within(Language::German, async { verdict(Some(&found)).into_string() }).await;
        assert!(
            german.contains("1\u{202f}351 Angaben des Katalogs verglichen, 3 Versuche gemacht"),
            "{german}"
        );
        assert!(
            german.contains("mit 1 Warnung<") && german.contains("<span lang=\"en\">It is old</span>"),
            "{german}"
        );
    }
}
