//! What the first page of the superuser panel looks like.
//! Nothing here reads; everything it shows is given to it.

use std::fmt::Display;

use maud::{Markup, html};
use time::{OffsetDateTime, format_description::FormatItem, macros::format_description};

use super::{COUNTED, Counts, Entry, Failure, NewPerson, NewTenant, Overview, SignIns, Status};
use crate::{
    db::{Concern, PoolFigures, Verdict},
    ui::{self, Icon, Pair, Tile, Tone, grouped},
    web::{Instance, session::SessionFigures},
};

const TENANTS: &str = "/admin/tenants/";
const PEOPLE: &str = "/admin/users/";
const MOMENT: &[FormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]");

pub(super) fn index(overview: &Overview, migration: i32, instance: &Instance) -> Markup {
    let Overview { counts, statuses, tenants, people, days, failures, acts, server } = overview;
    let actions = html! {
        (ui::link_button("Add person", "/admin/users/create/", Tone::Plain))
        (ui::link_button("Add tenant", "/admin/tenants/create/", Tone::Primary))
    };
    html! {
        (ui::header("Overview", &[], &actions))
        (verdict(instance.verdict.as_deref()))
        (tiles(counts, statuses))
        div .panels {
            (panel("Signing in, the last 14 days", None, &sign_ins(days)))
        }
        div .panels.even {
            (panel("Newest tenants", Some(("All tenants", TENANTS)), &new_tenants(tenants)))
            (panel("Newest people", Some(("All people", PEOPLE)), &new_people(people)))
            (panel("Latest failed sign-ins", None, &failed(failures)))
            (panel("What superusers did", Some(("The trail", "/admin/trail/")), &did(acts)))
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

/// What stands where there is nothing to list.
fn nothing(text: &str) -> Markup {
    html! { p .soft { (text) } }
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

fn tiles(counts: &Counts, statuses: &[Status]) -> Markup {
    let tenants = how_many(counts.tenants, counts.tenants_estimated);
    let people = how_many(counts.people, counts.people_estimated);
    let projects = how_many(counts.projects, counts.projects_estimated);
    let tasks = how_many(counts.tasks, counts.tasks_estimated);
    let sessions = how_many(counts.sessions, counts.sessions_estimated);
    let statuses = by_status(counts.tenants, statuses);
    let tile = |icon, label, value, note, href| Tile { icon, label, value, note, href };
    ui::tiles(&[
        tile(Icon::Building, "Tenants", &tenants, &statuses, TENANTS),
        tile(Icon::User, "People", &people, "", PEOPLE),
        tile(Icon::Folder, "Projects", &projects, "", "/admin/projects/"),
        tile(Icon::ListChecks, "Tasks", &tasks, "", "/admin/tasks/"),
        tile(Icon::Monitor, "Sessions", &sessions, "", "/admin/sessions/"),
    ])
}

/// "12", "about 1 200 000", or "1 000+" where there is no estimate that could be right.
fn how_many(counted: i64, estimated: i64) -> String {
    if counted <= COUNTED {
        return grouped(counted);
    }
    if estimated <= COUNTED {
        return format!("{}+", grouped(COUNTED));
    }
    let unit = 10_i64.pow(estimated.ilog10().saturating_sub(1));
    format!("about {}", grouped((estimated + unit / 2) / unit * unit))
}

/// "10 active, 2 suspended"; of so many that they are not counted, only those that are not active.
fn by_status(tenants: i64, statuses: &[Status]) -> String {
    let closed: i64 = statuses.iter().map(|status| status.tenants).sum();
    let active =
        (tenants <= COUNTED && tenants > closed).then(|| format!("{} active", grouped(tenants - closed)));
    let others =
        statuses.iter().map(|Status { status, tenants }| format!("{} {status}", how_many(*tenants, 0)));
    active.into_iter().chain(others).collect::<Vec<_>>().join(", ")
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

fn failed(failures: &[Failure]) -> Markup {
    if failures.is_empty() {
        return nothing("Nobody has failed to sign in lately.");
    }
    html! {
        ul .feed.whence {
            @for failure in failures {
                li {
                    (ui::icon(Icon::CircleAlert))
                    @match (failure.person, &failure.login) {
                        (Some(id), Some(login)) => a href={ (PEOPLE) (id) "/" } dir="auto" { (login) },
                        _ => span .name { "nobody known" },
                    }
                    span .hint { (failure.address.as_deref().unwrap_or("no address")) }
                    span .age { (ui::age(failure.age)) }
                }
            }
        }
    }
}

fn new_tenants(tenants: &[NewTenant]) -> Markup {
    if tenants.is_empty() {
        return nothing("There are no tenants yet; “rowhouse seed” creates the sample data.");
    }
    html! {
        ul .feed {
            @for tenant in tenants {
                li {
                    (ui::icon(Icon::Building))
                    a href={ (TENANTS) (tenant.id) "/" } title=(tenant.slug) dir="auto" { (tenant.name) }
                    @if tenant.status != "active" { (ui::badge(&tenant.status)) }
                    span .hint { (members(tenant.members)) }
                    span .age { (ui::age(tenant.age)) }
                }
            }
        }
    }
}

fn members(members: i64) -> String {
    match members {
        1 => "1 member".to_owned(),
        _ => format!("{} members", how_many(members, 0)),
    }
}

fn new_people(people: &[NewPerson]) -> Markup {
    html! {
        ul .feed {
            @for person in people {
                li {
                    (ui::icon(Icon::User))
                    a href={ (PEOPLE) (person.id) "/" } title=(person.login) dir="auto" { (person.display_name) }
                    @if person.superuser { (ui::badge("superuser")) }
                    @if person.status != "active" { (ui::badge(&person.status)) }
                    @if person.tenant.is_some() || !person.superuser { span .hint dir="auto" { (belongs_to(person)) } }
                    span .age { (ui::age(person.age)) }
                }
            }
        }
    }
}

/// "Acme Corp", or "Acme Corp +2".
fn belongs_to(person: &NewPerson) -> String {
    let tenant = person.tenant.as_deref().unwrap_or("no tenant");
    if person.tenants > 1 {
        format!("{tenant} +{}", how_many(person.tenants - 1, 0))
    } else {
        tenant.to_owned()
    }
}

fn did(acts: &[Entry]) -> Markup {
    if acts.is_empty() {
        return nothing("No superuser has done anything lately.");
    }
    html! {
        ul .feed {
            @for act in acts {
                li {
                    (ui::icon(Icon::Shield))
                    span .act { (act.act.replace('_', " ")) }
                    @let object = act.object.as_deref().unwrap_or("one that is gone");
                    @match (act.id, act.object.is_some(), list_of(&act.kind)) {
                        (Some(id), true, Some(list)) => a href={ (list) (id) "/" } dir="auto" { (object) },
                        _ => span .name dir="auto" { (object) },
                    }
                    span .hint dir="auto" { "by " (act.actor.as_deref().unwrap_or("the service")) }
                    span .age { (ui::age(act.age)) }
                }
            }
        }
    }
}

/// Where things of that kind are seen.
fn list_of(kind: &str) -> Option<&'static str> {
    match kind {
        "tenant" => Some(TENANTS),
        "user" => Some(PEOPLE),
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_counted_is_not_said_as_if_it_were() {
        for (counted, estimated, said) in [
            (0, -1, "0"),
            (1_000, 5_000_000, "1\u{202f}000"),
            (1_001, -1, "1\u{202f}000+"),
            (1_001, 40, "1\u{202f}000+"),
            (1_001, 1_234_567, "about 1\u{202f}200\u{202f}000"),
            (1_001, 999_999, "about 1\u{202f}000\u{202f}000"),
            (1_001, 1_001, "about 1\u{202f}000"),
        ] {
            assert_eq!(how_many(counted, estimated), said, "{counted} {estimated}");
        }
    }

    #[test]
    fn whoever_is_not_counted_is_not_called_active() {
        let status = |status: &str, tenants| Status { status: status.to_owned(), tenants };
        assert_eq!(by_status(0, &[]), "");
        assert_eq!(by_status(3, &[status("deleted", 1)]), "2 active, 1 deleted");
        assert_eq!(by_status(1, &[status("archived", 1)]), "1 archived");
        let many = by_status(1_001, &[status("suspended", 1_001), status("deleted", 1)]);
        assert_eq!(many, "1\u{202f}000+ suspended, 1 deleted");
    }
}
