//! What the start page looks like.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::{Day, Recent, Statistics};
use crate::{
    language::tr,
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
        (tr("Open tasks"), tasks - done),
        (tr("Done in 7 days"), this_week),
        (tr("Done in all"), done),
        (tr("Projects"), count),
    ];
    let bars: Vec<_> = week.iter().map(|day| (weekday(&day.day), day.done)).collect();
    html! {
        (ui::header(tr("Dashboard"), &[], &html! {}))
        (ui::statistics(&figures))
        @if tasks > 0 {
            div .panels {
                section .panel {
                    h2 { (tr("Done in the last seven days")) }
                    (ui::bar_chart(tr("Tasks done"), &bars))
                }
                section .panel { h2 { (tr("Lately")) } (feed(recent)) }
            }
        }
        div .section-head { h2 { (tr("Projects")) } @if count > 0 { a href=(projects::LIST) { (tr("All projects")) } } }
        (projects::rows(projects))
    }
}

/// The days as the database calls them.
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn weekday(day: &str) -> &str {
    WEEKDAYS.into_iter().find(|known| *known == day).map_or(day, tr)
}

fn feed(recent: &[Recent]) -> Markup {
    html! {
        ul .feed {
            @for task in recent {
                li .done[task.done] id={ "recent-" (task.id) } {
                    (ui::icon(if task.done { Icon::CircleCheck } else { Icon::Plus }))
                    span .unseen { (tr(if task.done { "Done:" } else { "Added:" })) }
                    a href=(projects::path(task.project_id)) dir="auto" { (task.title) }
                    span .hint dir="auto" { (task.project) }
                    span .age { (ui::age(task.age)) }
                }
            }
        }
    }
}
