//! What a search looks like: a field that answers while one types, and what was found.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::{Hits, SHOWN};
use crate::{
    language::{tr, trn},
    projects,
    ui::{self, Icon, SearchField},
};

pub(super) fn index(q: &str, hits: Option<&Hits>) -> Markup {
    html! {
        (ui::header(tr("Search"), &[], &html! {}))
        (ui::live_search(&SearchField { action: "/search/", label: tr("Search projects and tasks"), query: q, results: "results" }))
        div #results { @if let Some(hits) = hits { (results(q, hits)) } @else { p .soft { (tr("Any part of a project's name or a task's title.")) } } }
    }
}

fn results(q: &str, hits: &Hits) -> Markup {
    let Hits { projects, tasks } = hits;
    if projects.is_empty() && tasks.is_empty() {
        return ui::empty_state(
            Icon::Search,
            tr("Nothing found"),
            &tr!("No project and no task contains “{text}”.", text = q.trim()),
            &html! {},
        );
    }
    html! {
        p .soft role="status" { (count_of_projects(projects.len())) ", " (count_of_tasks(tasks.len())) }
        @if !projects.is_empty() {
            div .section-head { h2 { (tr("Projects")) } }
            ul .rows {
                @for hit in projects { li { div .row.project-row { a .name href=(projects::path(hit.id)) dir="auto" { (hit.name) } } } }
            }
        }
        @if !tasks.is_empty() {
            div .section-head { h2 { (tr("Tasks")) } }
            ul .rows {
                @for hit in tasks {
                    li id={ "hit-" (hit.id) } {
                        div .row.task .done[hit.done] {
                            a .name href=(projects::path(hit.project_id)) dir="auto" { (hit.title) }
                            span .hint dir="auto" { (hit.project) }
                        }
                    }
                }
            }
        }
    }
}

/// "1 project", "50 or more projects".
fn count_of_projects(hits: usize) -> String {
    if is_full(hits) {
        tr!("{hits} or more projects", hits = hits)
    } else {
        trn!(hits, "{hits} project", "{hits} projects")
    }
}

fn count_of_tasks(hits: usize) -> String {
    if is_full(hits) {
        tr!("{hits} or more tasks", hits = hits)
    } else {
        trn!(hits, "{hits} task", "{hits} tasks")
    }
}

fn is_full(hits: usize) -> bool {
    i64::try_from(hits).is_ok_and(|hits| hits >= SHOWN)
}
