//! What a search looks like: a field that answers while one types, and what was found.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::{Hits, SHOWN};
use crate::{
    projects,
    ui::{self, Icon, SearchField},
};

pub(super) fn index(q: &str, hits: Option<&Hits>) -> Markup {
    html! {
        (ui::header("Search", &[], &html! {}))
        (ui::live_search(&SearchField { action: "/search/", label: "Search projects and tasks", query: q, results: "results" }))
        div #results { @if let Some(hits) = hits { (results(q, hits)) } @else { p .soft { "Any part of a project's name or a task's title." } } }
    }
}

fn results(q: &str, hits: &Hits) -> Markup {
    let Hits { projects, tasks } = hits;
    if projects.is_empty() && tasks.is_empty() {
        return ui::empty_state(
            Icon::Search,
            "Nothing found",
            &format!("No project and no task contains “{}”.", q.trim()),
            &html! {},
        );
    }
    html! {
        p .soft role="status" { (count(projects.len(), "project")) ", " (count(tasks.len(), "task")) }
        @if !projects.is_empty() {
            div .section-head { h2 { "Projects" } }
            ul .rows {
                @for hit in projects { li { div .row.project-row { a .name href=(projects::path(hit.id)) dir="auto" { (hit.name) } } } }
            }
        }
        @if !tasks.is_empty() {
            div .section-head { h2 { "Tasks" } }
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

/// "3 tasks", "1 project", "50 or more tasks".
fn count(hits: usize, noun: &str) -> String {
    let full = i64::try_from(hits).is_ok_and(|hits| hits >= SHOWN);
    format!("{hits}{} {noun}{}", if full { " or more" } else { "" }, if hits == 1 { "" } else { "s" })
}
