//! What answers to htmx are made of: each changed row for its place, the new counts, and what is said about it.
//! An answer has no main part but where a form gives way to another: what it names is changed, and nothing else.

use std::fmt::Write;

use maud::{Markup, html};

use super::{Act, Did, content, create_form, progress, row, selector, told, undo_fields};
use crate::{
    id::{ProjectId, TaskId},
    language::tr,
    projects,
    tasks::{Progress, Task, bulk_path, listing::Show, path},
    ui::{self, Undo},
    web::Input,
};

/// The most tasks that an address names.
const TOLD: usize = 100;

/// The new counts, on their way to their place.
fn counts(counts: Progress) -> Markup {
    html! { hx-partial hx-target="#progress" hx-swap="outerHTML" { (progress(counts)) } }
}

/// A row for its place, or for the place that it left when it was deleted.
fn replaced(task: &Task) -> Markup {
    html! { hx-partial hx-target=(selector(task.id)) hx-swap="outerHTML" { (row(task)) } }
}

/// The place of a row that is gone.
fn vacated(id: TaskId) -> Markup {
    html! { hx-partial hx-target=(selector(id)) hx-swap="outerHTML" { li id={ "task-" (id) } hidden {} } }
}

/// The new row at the head of the list, and the new counts. The form stays as it is, with what was typed meanwhile, unless it
/// says that something was wrong.
pub(in super::super) fn created(task: &Task, show: Show, was_refused: bool, progress: Progress) -> Markup {
    html! {
        @if was_refused { (create_form(task.project_id, &Input::default())) }
        @if show == Show::Done {
            (ui::toast(&told(Did::AddOpen, std::slice::from_ref(task))))
        } @else {
            hx-partial hx-target="#tasks" hx-swap="afterbegin" { (row(task)) }
        }
        (counts(progress))
    }
}

/// The same for several, with a way back.
pub(in super::super) fn created_several(project: ProjectId, tasks: &[Task], progress: Progress) -> Markup {
    html! {
        (create_form(project, &Input::default()))
        hx-partial hx-target="#tasks" hx-swap="afterbegin" { @for task in tasks { (row(task)) } }
        (counts(progress))
        (with_undo(project, Did::Add, tasks, Act::Delete))
    }
}

/// A task that was ticked off, or opened again.
pub(in super::super) fn toggled(task: &Task, progress: Progress, say: bool) -> Markup {
    let did = if task.done { Did::Complete } else { Did::Reopen };
    let before = (!task.done).to_string();
    let fields = [("done", before.as_str()), ("undo", "yes")];
    let undo = Undo { action: &format!("{}toggle/", path(task.id)), fields: &fields };
    html! {
        hx-partial hx-target=(selector(task.id)) hx-swap="innerHTML" { (content(task)) }
        (counts(progress))
        @if say { (ui::toast_with_undo(&told(did, std::slice::from_ref(task)), &undo)) }
    }
}

/// Tasks that are gone.
pub(in super::super) fn deleted(project: ProjectId, tasks: &[Task], progress: Progress) -> Markup {
    html! {
        @for task in tasks { (vacated(task.id)) }
        (counts(progress))
        (with_undo(project, Did::Delete, tasks, Act::Restore))
    }
}

/// Tasks that were changed together; what was done is said, unless it took something back.
pub(in super::super) fn acted(
    project: ProjectId,
    say: Option<Act>,
    tasks: &[Task],
    progress: Progress,
) -> Markup {
    html! {
        @for task in tasks { (replaced(task)) }
        (counts(progress))
        @match say {
            Some(Act::Complete) => (with_undo(project, Did::Complete, tasks, Act::Reopen)),
            Some(Act::Reopen) => (with_undo(project, Did::Reopen, tasks, Act::Complete)),
            Some(Act::Restore | Act::Delete) | None => {}
        }
    }
}

fn with_undo(project: ProjectId, did: Did, tasks: &[Task], back: Act) -> Markup {
    if tasks.is_empty() {
        return ui::toast(tr("Nothing was to be changed."));
    }
    let ids: Vec<_> = tasks.iter().map(|task| task.id.to_string()).collect();
    let fields = undo_fields(back, &ids);
    ui::toast_with_undo(&told(did, tasks), &Undo { action: &bulk_path(project), fields: &fields })
}

/// The page of a project that says what was just deleted, for whoever sent a plain form. More than an address holds is found
/// among what was recently deleted.
pub(in super::super) fn without(project: ProjectId, deleted: &[Task]) -> String {
    let mut path = projects::path(project);
    let deleted = if deleted.len() > TOLD { &[] } else { deleted };
    for (number, task) in deleted.iter().enumerate() {
        // Writing to a String does not fail.
        let _ = write!(path, "{}{}", if number == 0 { "?deleted=" } else { "," }, task.id);
    }
    path
}
