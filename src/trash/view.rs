//! What the trash looks like.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::Deleted;
use crate::{
    language::tr,
    ui::{self, Icon},
};

pub(super) fn index(deleted: &[Deleted]) -> Markup {
    html! {
        (ui::header(tr("Recently deleted"), &[], &html! {}))
        @if deleted.is_empty() {
            (ui::empty_state(Icon::Trash, tr("Nothing here"), tr("What you delete is kept here for 30 days."), &html! {}))
        } @else {
            p .lead { (tr("Kept for 30 days. A project brings back the tasks that went with it.")) }
            ul .rows { @for item in deleted { (row(item)) } }
        }
    }
}

fn row(item: &Deleted) -> Markup {
    let Deleted { id, project, project_id, name, project_name, age } = item;
    let action = match project_id {
        Some(project) => format!("/projects/{project}/tasks/bulk/"),
        None => format!("/projects/{id}/restore/"),
    };
    html! {
        li id={ "deleted-" (id) } {
            div .row {
                (ui::icon(if *project { Icon::Folder } else { Icon::CircleCheck }))
                div .name {
                    p dir="auto" { (name) }
                    p .soft { bdi { (project_name.as_deref().unwrap_or(tr("Project"))) } ", " (ui::age(*age)) }
                }
                form method="post" action=(action) {
                    @if !project {
                        input type="hidden" name="action" value="restore";
                        input type="hidden" name="task" value=(id);
                    }
                    button .btn.plain aria-label=(tr!("Restore: {name}", name = name)) { (ui::icon(Icon::Undo)) (tr("Restore")) }
                }
            }
        }
    }
}
