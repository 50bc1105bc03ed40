//! What the start page looks like.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::{Day, Recent, Statistics};
use crate::{
    projects::{self, Project},
    ui::{self, Icon},
    web::Window,
};

pub(super) fn index(
    statistics: &Statistics,
    week: &[Day],
    recent: &[Recent],
    projects: &Window<Project>,
) -> Markup {
    let Statistics { projects: count, tasks, done } = *statistics;
    let this_week = week.iter().map(|day| day.done).sum();
    let figures = [
        ("Open tasks", tasks - done),
        ("Done in 7 days", this_week),
        ("Done in all", done),
        ("Projects", count),
    ];
    html! {
        (ui::header("Dashboard", &[], &html! {}))
        (ui::statistics(&figures))
        @if tasks > 0 {
            div .panels {
                section .panel {
                    h2 { "Done in the last seven days" }
                    (ui::bar_chart("Tasks done", &week.iter().map(|day| (day.day.as_str(), day.done)).collect::<Vec<_>>()))
                }
                section .panel { h2 { "Lately" } (feed(recent)) }
            }
        }
        div .section-head { h2 { "Projects" } @if count > 0 { a href=(projects::LIST) { "All projects" } } }
        (projects::rows(projects))
    }
}

fn feed(recent: &[Recent]) -> Markup {
    html! {
        ul .feed {
            @for task in recent {
                li .done[task.done] id={ "recent-" (task.id) } {
                    (ui::icon(if task.done { Icon::CircleCheck } else { Icon::Plus }))
                    span .unseen { (if task.done { "Done:" } else { "Added:" }) }
                    a href=(projects::path(task.project_id)) dir="auto" { (task.title) }
                    span .hint dir="auto" { (task.project) }
                    span .age { (ui::age(task.age)) }
                }
            }
        }
    }
}
