//! What the start page looks like.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::Statistics;
use crate::{
    projects::{self, Project},
    ui::{self, Tone},
    web::Window,
};

pub(super) fn index(statistics: &Statistics, projects: &Window<Project>) -> Markup {
    let create = ui::link_button("New project", projects::CREATE, Tone::Primary);
    let Statistics { projects: count, tasks, done } = *statistics;
    html! {
        (ui::header("Dashboard", &[], &create))
        (ui::statistics(&[("Projects", count), ("Tasks", tasks), ("Open", tasks - done), ("Done", done)]))
        h2 { "Projects" }
        (projects::rows(projects))
    }
}
