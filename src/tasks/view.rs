//! What tasks look like: a row that can be ticked off, edited and deleted where it stands.
//!
//! Every action is a plain link or form; the hx- attributes only let the answer land in place. A row's place on the page
//! is named by its task's id, so that an answer cannot land in another row.

use maud::{Markup, html};

use super::{Progress, Task, create_path, path};
use crate::{
    id::{ProjectId, TaskId},
    projects::{self, Project},
    ui::{self, Confirmation, TextField, Tone},
    web::{Input, Window},
};

pub(super) const CREATE_TITLE: &str = "New task";
pub(super) const EDIT_TITLE: &str = "Edit task";
pub(super) const DELETE_TITLE: &str = "Delete task";

/// The page of a project: its head, the form for a new task, and its tasks.
pub(super) fn index(project: &Project, tasks: &Window<Task>) -> Markup {
    let next = tasks.next().map(|last| format!("{}?after={}", projects::path(project.id), last.id));
    html! {
        div #project { (projects::header(project)) }
        (progress(Progress { total: project.total, done: project.done }))
        (create_form(project.id, &Input::default()))
        ul #tasks .rows { @for task in &tasks.rows { (row(task)) } }
        // Shown by the style sheet while the list above has no row.
        (ui::empty_state("No tasks yet", "Add the first one above.", &html! {}))
        (ui::next_page(next.as_deref(), "tasks"))
    }
}

/// A task in the list.
fn row(task: &Task) -> Markup {
    html! { li id={ "task-" (task.id) } { (content(task)) } }
}

fn selector(id: TaskId) -> String {
    format!("#task-{id}")
}

/// What is inside a row: the part that an action replaces.
pub(super) fn content(task: &Task) -> Markup {
    // Fifty of these are on a page: what can be is written into it and not put together first.
    let (place, path) = (selector(task.id), path(task.id));
    html! {
        div .task .done[task.done] {
            form method="post" action={ (path) "toggle/" } hx-post={ (path) "toggle/" } hx-target=(place) hx-swap="innerHTML" {
                input type="hidden" name="done" value=(!task.done);
                button .check id={ "toggle-" (task.id) } aria-pressed=(task.done) aria-label={ "Done: " (task.title) } {}
            }
            span .title dir="auto" { (task.title) }
            a .action href={ (path) "edit/" } hx-get={ (path) "edit/" } hx-target=(place) hx-swap="innerHTML" aria-label={ "Edit: " (task.title) } { "Edit" }
            a .action href={ (path) "delete/" } hx-get={ (path) "delete/" } hx-target=(place) hx-swap="innerHTML" aria-label={ "Delete: " (task.title) } { "Delete" }
        }
    }
}

fn progress(progress: Progress) -> Markup {
    html! { div #progress { (ui::progress(progress.done, progress.total)) } }
}

/// The new counts, on their way to their place.
fn progress_part(counts: Progress) -> Markup {
    html! { hx-partial hx-target="#progress" hx-swap="outerHTML" { (progress(counts)) } }
}

pub(super) fn create_form(project: ProjectId, title: &Input) -> Markup {
    let create = create_path(project);
    html! {
        form #new-task .inline method="post" action=(create) hx-post=(create) hx-target="#new-task" hx-swap="outerHTML"
            hx-status:422="target:#new-task swap:outerHTML" hx-disable="find button" {
            (title_field("new-title", "New task", title))
            (ui::button("Add task", Tone::Primary))
        }
    }
}

pub(super) fn edit_form(task: &Task, title: &Input) -> Markup {
    let (here, edit) = (selector(task.id), format!("{}edit/", path(task.id)));
    let answer = format!("target:{here} swap:innerHTML");
    html! {
        form .inline method="post" action=(edit) hx-post=(edit) hx-target=(here) hx-swap="innerHTML"
            hx-status:422=(answer) hx-status:409=(answer) hx-disable="find button" {
            input type="hidden" name="version" value=(task.version);
            (title_field(&format!("title-{}", task.id), "Title", title))
            (ui::button("Save", Tone::Primary))
            a .button.plain href=(projects::path(task.project_id)) hx-get=(path(task.id)) hx-target=(here) hx-swap="innerHTML" { "Cancel" }
        }
    }
}

fn title_field(id: &str, label: &str, title: &Input) -> Markup {
    ui::text_field(&TextField {
        id,
        name: "title",
        label,
        value: &title.value,
        error: title.error.as_deref(),
        autofocus: true,
        ..TextField::default()
    })
}

/// What was typed, and that somebody else was first.
pub(super) fn overtaken(typed: String, task: &Task) -> Input {
    let now = &task.title;
    Input::refused(typed, format!("Somebody changed it to “{now}” meanwhile. Save again to use your title."))
}

/// An empty form for the next task, the new row at the head of the list, and the new counts.
pub(super) fn created(task: &Task, counts: Progress) -> Markup {
    html! {
        (create_form(task.project_id, &Input::default()))
        hx-partial hx-target="#tasks" hx-swap="afterbegin" { (row(task)) }
        (progress_part(counts))
    }
}

pub(super) fn toggled(task: &Task, counts: Progress) -> Markup {
    html! { (content(task)) (progress_part(counts)) }
}

pub(super) fn deleted(id: TaskId, counts: Progress) -> Markup {
    html! {
        hx-partial hx-target=(selector(id)) hx-swap="delete" {}
        (progress_part(counts))
    }
}

pub(super) fn delete_form(task: &Task) -> Markup {
    ui::confirmation(&Confirmation {
        question: &format!("Delete “{}”?", task.title),
        detail: "What is deleted is kept for 30 days.",
        action: &format!("{}delete/", path(task.id)),
        confirm: "Delete task",
        cancel: &projects::path(task.project_id),
        target: &selector(task.id),
        cancel_part: Some(&path(task.id)),
    })
}
