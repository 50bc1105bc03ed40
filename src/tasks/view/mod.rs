//! What tasks look like: a row that can be ticked off, edited and deleted where it stands.
//!
//! Every action is a plain link or form; the hx- attributes only let the answer land in place. A row's place on the page
//! is named by its task's id, so that an answer cannot land in another row. A deleted row leaves its place, empty and
//! unseen: what brings the task back puts it where it was.

mod answer;
mod form;

use maud::{Markup, PreEscaped, html};

pub(super) use self::{
    answer::{acted, created, created_several, deleted, toggled, without},
    form::{create_form, delete_form, edit_form, overtaken, several_form},
};
use super::{
    Progress, Task, bulk_path,
    listing::{Listing, Show, Sort},
    path,
    several::Act,
};
use crate::{
    id::{ProjectId, TaskId},
    language::tr,
    projects::{self, Project},
    ui::{self, Icon, Tab, Undo},
    web::{Input, Window},
};

pub(super) const CREATE_TITLE: &str = "New task";
pub(super) const SEVERAL_TITLE: &str = "Several tasks";
pub(super) const EDIT_TITLE: &str = "Edit task";
pub(super) const DELETE_TITLE: &str = "Delete task";

/// The form that the rows' boxes belong to.
const BULK: &str = "bulk";

/// The place of the list and of what belongs to it: what another filter or order changes.
const WORK: &str = "#work";

/// The page of a project: its head, the form for a new task, and its tasks.
pub(super) fn index(project: &Project, listing: Listing, tasks: &Window<Task>, deleted: &[Task]) -> Markup {
    let next = tasks.next().map(|last| listing.after(last.id).href(project.id));
    html! {
        @if !deleted.is_empty() { (brought_back(project.id, deleted)) }
        div #project { (projects::header(project)) }
        (progress(Progress { total: project.total, done: project.done }))
        (create_form(project.id, &Input::default()))
        div #work {
            (tools(project.id, listing))
            p .unseen role="status" { (tr(said(listing.show))) }
            // The form above says which tasks the page shows, also after that has changed.
            @if listing.show == Show::Done { input type="hidden" name="show" value=(listing.show.name()) form="new-task"; }
            ul #tasks .rows { @for task in &tasks.rows { (row(task)) } }
            // Shown by the style sheet while the list above has no row.
            (nothing(listing.show))
            (ui::next_page(next.as_deref(), "tasks"))
            (bulk(project.id))
        }
    }
}

fn said(show: Show) -> &'static str {
    match show {
        Show::All => "All tasks",
        Show::Open => "Open tasks",
        Show::Done => "Done tasks",
    }
}

fn nothing(show: Show) -> Markup {
    let (title, text) = match show {
        Show::All => ("No tasks yet", "Add the first one above. Pasting a list adds each line."),
        Show::Open => ("Nothing is open", "All that there was to do is done."),
        Show::Done => ("Nothing is done yet", "What you tick off appears here."),
    };
    ui::empty_state(
        if show == Show::Open { Icon::CircleCheck } else { Icon::ListChecks },
        tr(title),
        tr(text),
        &html! {},
    )
}

/// Which tasks are shown, and in which order: links, so that every view has an address.
fn tools(project: ProjectId, listing: Listing) -> Markup {
    let shown = Show::ALL.into_iter().zip(["All", "Open", "Done"]).map(|(show, label)| Tab {
        label: tr(label),
        href: listing.showing(show).href(project),
        current: listing.show == show,
    });
    let sorted = Sort::ALL.into_iter().zip(["Newest", "Oldest", "A–Z"]).map(|(sort, label)| Tab {
        label: tr(label),
        href: listing.sorted(sort).href(project),
        current: listing.sort == sort,
    });
    html! {
        div .tools {
            (ui::tabs("show", tr("Which tasks"), WORK, shown)) (ui::tabs("sort", tr("In which order"), WORK, sorted))
        }
    }
}

/// What can be done with the chosen tasks: the style sheet shows it while there are any, and counts them.
fn bulk(project: ProjectId) -> Markup {
    let action = bulk_path(project);
    html! {
        form .bulk id=(BULK) method="post" action=(action) hx-post=(action) hx-target="#said" hx-swap="none"
            aria-label=(tr("With the chosen tasks")) {
            span .chosen { span { (tr("chosen")) } }
            @for (act, label, icon) in [(Act::Complete, "Complete", Icon::Check), (Act::Delete, "Delete", Icon::Trash)] {
                button .btn name="action" value=(act.name()) { (ui::icon(icon)) (tr(label)) }
            }
            button .btn.choose-all type="button" { (tr("All")) span .unseen { " " (tr("of these")) } }
            button .icon-btn type="reset" aria-label=(tr("Choose none")) title=(tr("Choose none")) { (ui::icon(Icon::Close)) }
        }
    }
}

/// What was just deleted, for whom no message appears in the corner.
fn brought_back(project: ProjectId, deleted: &[Task]) -> Markup {
    let ids: Vec<_> = deleted.iter().map(|task| task.id.to_string()).collect();
    let fields = undo_fields(Act::Restore, &ids);
    ui::notice(&told(Did::Delete, deleted), &Undo { action: &bulk_path(project), fields: &fields })
}

/// The fields of a form that takes back what was done with the tasks `ids`.
fn undo_fields(act: Act, ids: &[String]) -> Vec<(&str, &str)> {
    let tasks = ids.iter().map(|id| ("task", id.as_str()));
    [("action", act.name()), ("undo", "yes")].into_iter().chain(tasks).collect()
}

/// What was done with tasks, as it is told.
#[derive(Clone, Copy)]
enum Did {
    Add,
    /// To what is open, while what is done is shown.
    AddOpen,
    Complete,
    Reopen,
    Delete,
}

/// "Deleted “Buy milk”", "Deleted 3 tasks".
fn told(did: Did, tasks: &[Task]) -> String {
    let count = tasks.len();
    match (did, tasks) {
        (Did::Add, [task]) => tr!("Added “{name}”", name = task.title),
        (Did::Add, _) => tr!("Added {count} tasks", count = count),
        (Did::AddOpen, [task]) => tr!("Added to what is open: “{name}”", name = task.title),
        (Did::AddOpen, _) => tr!("Added to what is open: {count} tasks", count = count),
        (Did::Complete, [task]) => tr!("Completed “{name}”", name = task.title),
        (Did::Complete, _) => tr!("Completed {count} tasks", count = count),
        (Did::Reopen, [task]) => tr!("Opened again: “{name}”", name = task.title),
        (Did::Reopen, _) => tr!("Opened again: {count} tasks", count = count),
        (Did::Delete, [task]) => tr!("Deleted “{name}”", name = task.title),
        (Did::Delete, _) => tr!("Deleted {count} tasks", count = count),
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
    let (id, title) = (task.id, &task.title);
    // Around an id there is nothing to escape.
    let at = PreEscaped(path(id));
    html! {
        div .row.task .done[task.done] {
            form method="post" action={ (at) "toggle/" } hx-post={ (at) "toggle/" } hx-target="#said" hx-swap="none" {
                input type="hidden" name="done" value=(!task.done);
                (ui::check(html! { "toggle-" (id) }, title, task.done))
            }
            a .name href={ (at) "edit/" } hx-get={ (at) "edit/" } hx-target={ "#task-" (id) } hx-swap="innerHTML" title=(tr("Edit")) { span dir="auto" { (title) } (ui::icon(Icon::Pencil)) }
            form method="post" action={ (at) "delete/" } hx-post={ (at) "delete/" } hx-target="#said" hx-swap="none" {
                (ui::icon_button(Icon::Trash, &tr!("Delete: {title}", title = title), "delete"))
            }
            (ui::pick("task", id, BULK, title))
        }
    }
}

fn progress(progress: Progress) -> Markup {
    html! { div #progress { (ui::progress(progress.done, progress.total)) } }
}
