//! What projects look like. Nothing here reads or writes; everything it shows is given to it.
//! The place of an answer is always named by its id, never guessed from where the request came.

use maud::{Markup, html};

use super::{CREATE, LIST, Project, delete_path, edit_path, path, restore_path};
use crate::{
    id::ProjectId,
    language::{tr, trn},
    ui::{self, Icon, TextField, Tone, Undo},
    web::{Input, Window},
};

pub(super) const CREATE_TITLE: &str = "New project";
pub(super) const EDIT_TITLE: &str = "Rename project";
pub(super) const DELETE_TITLE: &str = "Delete project";

/// The page of all projects.
pub(super) fn index(projects: &Window<Project>, deleted: Option<&(ProjectId, String)>) -> Markup {
    html! {
        @if let Some((id, name)) = deleted {
            (ui::notice(&tr!("Deleted “{name}”", name = name), &Undo { action: &restore_path(*id), fields: &[] }))
        }
        // Where there is none yet, the list itself says how to create one.
        (ui::header(tr("Projects"), &[], &html! { @if !projects.rows.is_empty() { (ui::link_button(tr(CREATE_TITLE), CREATE, Tone::Primary)) } }))
        (rows(projects))
    }
}

/// A list of projects with their progress, and the way to the next page of it.
#[must_use]
pub fn rows(projects: &Window<Project>) -> Markup {
    if projects.rows.is_empty() {
        return ui::empty_state(
            Icon::FolderPlus,
            tr("No projects yet"),
            tr("A project holds tasks. Create the first one."),
            &ui::link_button(tr(CREATE_TITLE), CREATE, Tone::Primary),
        );
    }
    let next = projects.next().map(|last| format!("{LIST}?after={}", last.id));
    html! {
        ul #projects .rows {
            @for project in &projects.rows {
                li {
                    div .row.project-row {
                        a .name href=(path(project.id)) dir="auto" { (project.name) }
                        (ui::progress(project.done, project.total))
                    }
                }
            }
        }
        (ui::next_page(next.as_deref(), "projects"))
    }
}

/// The head of a project's page: its name, what can be done with it, and how far it is.
#[must_use]
pub fn header(project: &Project) -> Markup {
    let (edit, delete) = (edit_path(project.id), delete_path(project.id));
    let actions = html! {
        a .btn.plain href=(edit) hx-get=(edit) hx-target="#project" hx-swap="innerHTML" { (tr("Rename")) }
        a .btn.plain href=(delete) hx-get=(delete) hx-target="#project" hx-swap="innerHTML" { (tr("Delete")) }
    };
    ui::header(&project.name, &[(tr("Projects"), LIST)], &actions)
}

pub(super) fn create_form(name: &Input) -> Markup {
    html! {
        form #new-project .stack method="post" action=(CREATE) hx-post=(CREATE) hx-target="#new-project"
            hx-swap="outerHTML" hx-status:422="target:#new-project swap:outerHTML" hx-disable="find button" {
            (name_field(name))
            div .actions { (ui::button(tr("Create project"), Tone::Primary)) (ui::link_button(tr("Cancel"), LIST, Tone::Plain)) }
        }
    }
}

pub(super) fn edit_form(project: &Project, name: &Input) -> Markup {
    let (edit, back) = (edit_path(project.id), path(project.id));
    html! {
        form .stack method="post" action=(edit) hx-post=(edit) hx-target="#project" hx-swap="innerHTML"
            hx-status:422="target:#project swap:innerHTML" hx-status:409="target:#project swap:innerHTML"
            hx-disable="find button" {
            input type="hidden" name="version" value=(project.version);
            (name_field(name))
            div .actions { (ui::button(tr("Save"), Tone::Primary)) (ui::link_button(tr("Cancel"), &back, Tone::Plain)) }
        }
    }
}

fn name_field(name: &Input) -> Markup {
    ui::text_field(&TextField {
        id: "name",
        name: "name",
        label: tr("Name"),
        value: &name.value,
        error: name.error.as_deref(),
        autofocus: true,
        ..TextField::default()
    })
}

/// What was typed, and that somebody else was first.
pub(super) fn overtaken(typed: String, project: &Project) -> Input {
    let meanwhile =
        tr!("Somebody renamed it to “{name}” meanwhile. Save again to use your name.", name = project.name);
    Input::refused(typed, meanwhile)
}

/// The head again, after a renaming.
pub(super) fn renamed(project: &Project) -> Markup {
    html! { (ui::title(&project.name)) (header(project)) }
}

pub(super) fn delete_form(project: &Project) -> Markup {
    let (delete, back) = (delete_path(project.id), path(project.id));
    let tasks = match project.total {
        0 => tr("It has no tasks.").to_owned(),
        total => trn!(total, "Its one task goes with it.", "Its {total} tasks go with it."),
    };
    ui::confirmation(&ui::Confirmation {
        question: &tr!("Delete “{name}”?", name = project.name),
        detail: &format!("{tasks} {}", tr("What is deleted is kept for 30 days.")),
        action: &delete,
        confirm: tr("Delete project"),
        cancel: &back,
        target: "#project",
        cancel_part: None,
    })
}
