//! What finding looks like: a field that answers while one types, and what was found; and the same in the palette.
//! Nothing here reads; everything it shows is given to it.

use std::fmt::Display;

use maud::{Markup, html};

use super::{Hits, PATH, SHOWN};
use crate::{
    ui::{self, Hit, Icon, SearchField},
    web::{Action, EVERYWHERE, PANEL},
};

/// What can be done from anywhere in the panel, and where it begins.
const ACTS: [Action; 2] = [
    Action::link(Icon::Plus, "Add tenant", "/admin/tenants/create/"),
    Action::link(Icon::Plus, "Add person", "/admin/users/create/"),
];
const OVERVIEW: Action = Action::link(Icon::Shield, "Overview of the panel", crate::admin::home::PATH);

/// One thing that was found.
struct Found<'a> {
    /// In the plural.
    kind: &'static str,
    icon: Icon,
    name: &'a str,
    href: String,
    /// What it belongs to, and how it is.
    hint: String,
}

fn found<'a>(
    (kind, icon, list): (&'static str, Icon, &str),
    id: impl Display,
    name: &'a str,
    hint: String,
) -> Found<'a> {
    Found { kind, icon, name, href: format!("{list}{id}/"), hint }
}

const TENANTS: (&str, Icon, &str) = ("Tenants", Icon::Building, "/admin/tenants/");
const PEOPLE: (&str, Icon, &str) = ("People", Icon::User, "/admin/users/");
const PROJECTS: (&str, Icon, &str) = ("Projects", Icon::Folder, "/admin/projects/");
const TASKS: (&str, Icon, &str) = ("Tasks", Icon::CircleCheck, "/admin/tasks/");

/// All of it, kind by kind.
fn all(hits: &Hits) -> Vec<Found<'_>> {
    let with_status = |text: &str, status: &str| match status {
        "active" => text.to_owned(),
        _ => format!("{text}, {status}"),
    };
    let by_id = hits.by_id.iter().map(|hit| {
        let kind = match hit.kind.as_str() {
            "tenant" => TENANTS,
            "person" => PEOPLE,
            "project" => PROJECTS,
            _ => TASKS,
        };
        found(kind, &hit.id, &hit.name, hit.belongs_to.clone())
    });
    let tenants =
        hits.tenants.iter().map(|hit| found(TENANTS, hit.id, &hit.name, with_status(&hit.slug, &hit.status)));
    let people =
        hits.people.iter().map(|hit| found(PEOPLE, hit.id, &hit.name, with_status(&hit.login, &hit.status)));
    let projects = hits.projects.iter().map(|hit| found(PROJECTS, &hit.id, &hit.name, hit.tenant.clone()));
    let tasks = hits.tasks.iter().map(|hit| {
        let hint = format!("{}, {}", hit.project, hit.tenant);
        found(TASKS, &hit.id, &hit.title, hint)
    });
    by_id.chain(tenants).chain(people).chain(projects).chain(tasks).collect()
}

pub(super) fn index(q: &str, hits: Option<&Hits>) -> Markup {
    html! {
        (ui::header("Find", &[("Panel", crate::admin::home::PATH)], &html! {}))
        (ui::live_search(&SearchField { action: PATH, label: "Find in all tenants", query: q, results: "results" }))
        div #results {
            @if let Some(hits) = hits {
                (results(q, &all(hits)))
            } @else {
                p .soft { "How the name of a tenant, a project or a task begins, or a person's login or name; or an id." }
            }
        }
    }
}

fn results(q: &str, found: &[Found<'_>]) -> Markup {
    if found.is_empty() {
        return ui::empty_state(
            Icon::Search,
            "Nothing found",
            &format!("Nothing in any tenant begins with “{}”, or has it as its id.", q.trim()),
            &html! {},
        );
    }
    html! {
        p .soft role="status" { (found.len()) " found" }
        @for group in found.chunk_by(|one, next| one.kind == next.kind) {
            div .section-head {
                h2 { (group[0].kind) }
                @if i64::try_from(group.len()).is_ok_and(|hits| hits >= SHOWN) { span .soft { "and maybe more" } }
            }
            ul .rows { @for hit in group { (row(hit)) } }
        }
    }
}

fn row(hit: &Found<'_>) -> Markup {
    html! {
        li {
            div .row.project-row.found {
                (ui::icon(hit.icon))
                a .name href=(hit.href) dir="auto" { (hit.name) }
                span .hint dir="auto" { (hit.hint) }
            }
        }
    }
}

/// In the palette: what was found, where one can go, and what can be done.
pub(super) fn quick(q: &str, page: &str, hits: &Hits, may_act: bool) -> Markup {
    let found = all(hits);
    let mut rows: Vec<_> = found
        .iter()
        .map(|hit| Hit { icon: hit.icon, label: hit.name, href: &hit.href, hint: &hit.hint, posts: None })
        .collect();
    let lists = PANEL.iter().map(|link| Action::link(link.icon, link.label, link.href));
    let acts = ACTS.into_iter().filter(|_| may_act);
    let actions: Vec<_> = acts.chain([OVERVIEW]).chain(lists).chain(EVERYWHERE).collect();
    rows.extend(actions.iter().filter(|action| action.answers(q)).map(Action::hit));
    if !q.trim().is_empty() {
        rows.push(Hit { icon: Icon::Search, label: "Find all of it", href: page, hint: "", posts: None });
    }
    ui::hits(&rows)
}
