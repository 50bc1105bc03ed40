//! The forms of tasks: for a new one, for several, for another title, and the question before one is deleted.
//! Each stands in the place of what it changes, or on a page of its own.

use maud::{Markup, html};

use super::selector;
use crate::{
    id::ProjectId,
    language::tr,
    projects,
    tasks::{Task, create_path, path, several_path},
    ui::{self, Confirmation, FieldKind, Icon, TextField, Tone},
    web::Input,
};

pub(in super::super) fn create_form(project: ProjectId, title: &Input) -> Markup {
    let (create, several) = (create_path(project), several_path(project));
    html! {
        form #new-task .line-form method="post" action=(create) hx-post=(create) hx-target="#new-task" hx-swap="outerHTML"
            hx-status:422="target:#new-task swap:outerHTML" hx-sync="this:queue all" {
            // So that the answer to the next attempt brings a form without the message.
            @if title.error.is_some() { input type="hidden" name="refused" value="yes"; }
            (ui::text_field(&TextField {
                id: "new-title",
                name: "title",
                label: tr("New task"),
                value: &title.value,
                error: title.error.as_deref(),
                autofocus: true,
                label_inside: true,
                several: Some(&several),
                ..TextField::default()
            }))
            (ui::button(tr("Add task"), Tone::Primary))
            a .icon-btn href=(several) hx-get=(several) hx-target="#new-task" hx-swap="outerHTML" aria-label=(tr("Add several tasks")) title=(tr("Add several tasks")) { (ui::icon(Icon::ListPlus)) }
        }
    }
}

pub(in super::super) fn several_form(project: ProjectId, titles: &Input) -> Markup {
    let several = several_path(project);
    html! {
        form #new-task .stack.several method="post" action=(several) hx-post=(several) hx-target="#new-task" hx-swap="outerHTML"
            hx-status:422="target:#new-task swap:outerHTML" hx-disable="find button" {
            (ui::text_field(&TextField {
                id: "new-titles",
                name: "titles",
                label: tr("Each line becomes a task"),
                value: &titles.value,
                error: titles.error.as_deref(),
                kind: FieldKind::Lines,
                autofocus: true,
                ..TextField::default()
            }))
            div .actions {
                (ui::button(tr("Add these tasks"), Tone::Primary))
                a .btn.plain href=(projects::path(project)) hx-get=(create_path(project)) hx-target="#new-task" hx-swap="outerHTML" { (tr("Cancel")) }
            }
        }
    }
}

pub(in super::super) fn edit_form(task: &Task, title: &Input) -> Markup {
    let (here, edit) = (selector(task.id), format!("{}edit/", path(task.id)));
    let answer = format!("target:{here} swap:innerHTML");
    html! {
        form .line-form.in-row method="post" action=(edit) hx-post=(edit) hx-target=(here) hx-swap="innerHTML"
            hx-status:422=(answer) hx-status:409=(answer) hx-disable="find button" {
            input type="hidden" name="version" value=(task.version);
            (ui::text_field(&TextField {
                id: &format!("title-{}", task.id),
                name: "title",
                label: tr("Title"),
                value: &title.value,
                error: title.error.as_deref(),
                autofocus: true,
                label_inside: true,
                ..TextField::default()
            }))
            (ui::button(tr("Save"), Tone::Primary))
            a .btn.plain href=(projects::path(task.project_id)) hx-get=(path(task.id)) hx-target=(here) hx-swap="innerHTML" { (tr("Cancel")) }
        }
    }
}

/// What was typed, and that somebody else was first.
pub(in super::super) fn overtaken(typed: String, task: &Task) -> Input {
    let meanwhile =
        tr!("Somebody changed it to “{title}” meanwhile. Save again to use your title.", title = task.title);
    Input::refused(typed, meanwhile)
}

pub(in super::super) fn delete_form(task: &Task) -> Markup {
    ui::confirmation(&Confirmation {
        question: &tr!("Delete “{name}”?", name = task.title),
        detail: tr("What is deleted is kept for 30 days."),
        action: &format!("{}delete/", path(task.id)),
        confirm: tr("Delete task"),
        cancel: &projects::path(task.project_id),
        target: &selector(task.id),
        cancel_part: Some(&path(task.id)),
    })
}
