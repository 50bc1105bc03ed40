//! The pages and parts of tasks. Each handler: extract, parse, one transaction, render.
//! There is no SQL and no HTML here.

use axum::response::Response;
use futures_util::future::try_join3;
use serde::Deserialize;

use super::{
    Title,
    listing::{Asked, Listing, Show},
    store::{self, Retitled},
    view,
};
use crate::{
    db::Tenant,
    error::Result,
    id::{ProjectId, TaskId},
    language::tr,
    projects,
    web::{Chrome, Form, Input, Path, Query, parse_version},
};

#[derive(Deserialize)]
pub(super) struct Fields {
    #[serde(default)]
    title: String,
    #[serde(default)]
    version: String,
    /// Which tasks the page shows that the form stands on.
    #[serde(default)]
    show: String,
    /// Whether the form says that something was wrong.
    #[serde(default)]
    refused: String,
}

#[derive(Deserialize)]
pub(super) struct Toggle {
    #[serde(default)]
    done: String,
    /// Whether this takes back what was done; then nothing more is said.
    #[serde(default)]
    undo: String,
}

/// A project with its tasks.
pub(super) async fn index(
    chrome: Chrome,
    tenant: Tenant,
    Path(id): Path<ProjectId>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (listing, gone) = (asked.listing(), asked.deleted());
    let (project, tasks, deleted) = tenant
        .read(async |tx| {
            let tasks = store::list(tx, id, listing);
            try_join3(projects::find(tx, id), tasks, store::deleted(tx, id, &gone)).await
        })
        .await?;
    Ok(chrome.page(&project.name, &view::index(&project, listing, &tasks, &deleted)))
}

pub(super) async fn create_form(
    chrome: Chrome,
    tenant: Tenant,
    Path(project): Path<ProjectId>,
) -> Result<Response> {
    tenant.read(async |tx| projects::find(tx, project).await).await?;
    Ok(chrome.form(tr(view::CREATE_TITLE), &view::create_form(project, &Input::default())))
}

pub(super) async fn create(
    chrome: Chrome,
    tenant: Tenant,
    Path(project): Path<ProjectId>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let show = Show::of(&fields.show);
    let title: Title = match fields.title.parse() {
        Ok(title) => title,
        Err(wrong) => {
            tenant.read(async |tx| projects::find(tx, project).await).await?;
            let form = view::create_form(project, &Input::refused(fields.title, wrong.to_string()));
            return Ok(chrome.refused(tr(view::CREATE_TITLE), &form));
        }
    };
    let (task, progress) =
        tenant.write_in_one_flight(async |tx| store::insert(tx, project, &title).await).await?;
    // Who looks at what is done is led to where the new task is seen.
    let seen = if show == Show::Done { Listing::default().showing(Show::Open) } else { Listing::default() };
    Ok(chrome.changed(&seen.href(project), &view::created(&task, show, !fields.refused.is_empty(), progress)))
}

/// A task has no page of its own: its part is its row, its page is its project's.
pub(super) async fn show(chrome: Chrome, tenant: Tenant, Path(id): Path<TaskId>) -> Result<Response> {
    let task = tenant.read(async |tx| store::find(tx, id).await).await?;
    Ok(chrome.changed(&projects::path(task.project_id), &view::content(&task)))
}

pub(super) async fn toggle(
    chrome: Chrome,
    tenant: Tenant,
    Path(id): Path<TaskId>,
    Form(fields): Form<Toggle>,
) -> Result<Response> {
    let done = fields.done.parse().ok();
    let (task, progress) = tenant.write_in_one_flight(async |tx| store::toggle(tx, id, done).await).await?;
    let say = fields.undo.is_empty();
    Ok(chrome.changed(&projects::path(task.project_id), &view::toggled(&task, progress, say)))
}

pub(super) async fn edit_form(chrome: Chrome, tenant: Tenant, Path(id): Path<TaskId>) -> Result<Response> {
    let task = tenant.read(async |tx| store::find(tx, id).await).await?;
    Ok(chrome.form(tr(view::EDIT_TITLE), &view::edit_form(&task, &Input::of(task.title.as_str()))))
}

pub(super) async fn edit(
    chrome: Chrome,
    tenant: Tenant,
    Path(id): Path<TaskId>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let title: Title = match fields.title.parse() {
        Ok(title) => title,
        Err(wrong) => {
            let task = tenant.read(async |tx| store::find(tx, id).await).await?;
            let form = view::edit_form(&task, &Input::refused(fields.title, wrong.to_string()));
            return Ok(chrome.refused(tr(view::EDIT_TITLE), &form));
        }
    };
    let version = parse_version(&fields.version);
    match tenant.write_in_one_flight(async |tx| store::retitle(tx, id, &title, version).await).await? {
        Retitled::Done(task) => Ok(chrome.changed(&projects::path(task.project_id), &view::content(&task))),
        Retitled::Conflict(task) => {
            let form = view::edit_form(&task, &view::overtaken(fields.title, &task));
            Ok(chrome.conflict(tr(view::EDIT_TITLE), &form))
        }
    }
}

pub(super) async fn delete_form(chrome: Chrome, tenant: Tenant, Path(id): Path<TaskId>) -> Result<Response> {
    let task = tenant.read(async |tx| store::find(tx, id).await).await?;
    Ok(chrome.form(tr(view::DELETE_TITLE), &view::delete_form(&task)))
}

pub(super) async fn delete(chrome: Chrome, tenant: Tenant, Path(id): Path<TaskId>) -> Result<Response> {
    let (task, progress) = tenant.write(async |tx| store::delete(tx, id).await).await?;
    let tasks = [task];
    let at = view::without(tasks[0].project_id, &tasks);
    Ok(chrome.changed(&at, &view::deleted(tasks[0].project_id, &tasks, progress)))
}
