//! The pages of projects. Each handler: extract, parse, one transaction, render.
//! There is no SQL and no HTML here.

use axum::response::Response;
use futures_util::future::try_join;
use serde::Deserialize;

use super::{
    LIST, ProjectName, path,
    store::{self, Renamed},
    view,
};
use crate::{
    db::Tenant,
    error::Result,
    id::ProjectId,
    language::tr,
    web::{Chrome, Form, Input, Path, Query, parse_version},
};

#[derive(Deserialize)]
pub(super) struct Fields {
    #[serde(default)]
    name: String,
    #[serde(default)]
    version: String,
}

/// The query string of the list: where it begins, and which project was just deleted.
#[derive(Deserialize)]
pub(super) struct Asked {
    after: Option<ProjectId>,
    deleted: Option<ProjectId>,
}

pub(super) async fn index(chrome: Chrome, tenant: Tenant, Query(asked): Query<Asked>) -> Result<Response> {
    let (projects, deleted) = tenant
        .read(async |tx| try_join(store::list(tx, asked.after), store::deleted(tx, asked.deleted)).await)
        .await?;
    let deleted = asked.deleted.zip(deleted);
    Ok(chrome.page(tr("Projects"), &view::index(&projects, deleted.as_ref())))
}

pub(super) async fn create_form(chrome: Chrome) -> Response {
    chrome.form(tr(view::CREATE_TITLE), &view::create_form(&Input::default()))
}

pub(super) async fn create(chrome: Chrome, tenant: Tenant, Form(fields): Form<Fields>) -> Result<Response> {
    let name: ProjectName = match fields.name.parse() {
        Ok(name) => name,
        Err(wrong) => {
            let form = view::create_form(&Input::refused(fields.name, wrong.to_string()));
            return Ok(chrome.refused(tr(view::CREATE_TITLE), &form));
        }
    };
    let id = ProjectId::new();
    tenant.write_in_one_flight(async |tx| store::insert(tx, id, &name).await).await?;
    Ok(chrome.go(&path(id)))
}

pub(super) async fn edit_form(chrome: Chrome, tenant: Tenant, Path(id): Path<ProjectId>) -> Result<Response> {
    let project = tenant.read(async |tx| store::find(tx, id).await).await?;
    Ok(chrome.form(tr(view::EDIT_TITLE), &view::edit_form(&project, &Input::of(project.name.as_str()))))
}

pub(super) async fn edit(
    chrome: Chrome,
    tenant: Tenant,
    Path(id): Path<ProjectId>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let name: ProjectName = match fields.name.parse() {
        Ok(name) => name,
        Err(wrong) => {
            let project = tenant.read(async |tx| store::find(tx, id).await).await?;
            let form = view::edit_form(&project, &Input::refused(fields.name, wrong.to_string()));
            return Ok(chrome.refused(tr(view::EDIT_TITLE), &form));
        }
    };
    let version = parse_version(&fields.version);
    match tenant.write_in_one_flight(async |tx| store::rename(tx, id, &name, version).await).await? {
        Renamed::Done(project) => Ok(chrome.changed(&path(id), &view::renamed(&project))),
        Renamed::Conflict(project) => {
            let form = view::edit_form(&project, &view::overtaken(fields.name, &project));
            Ok(chrome.conflict(tr(view::EDIT_TITLE), &form))
        }
    }
}

pub(super) async fn delete_form(
    chrome: Chrome,
    tenant: Tenant,
    Path(id): Path<ProjectId>,
) -> Result<Response> {
    let project = tenant.read(async |tx| store::find(tx, id).await).await?;
    Ok(chrome.form(tr(view::DELETE_TITLE), &view::delete_form(&project)))
}

pub(super) async fn delete(chrome: Chrome, tenant: Tenant, Path(id): Path<ProjectId>) -> Result<Response> {
    tenant.write_in_one_flight(async |tx| store::delete(tx, id).await).await?;
    Ok(chrome.go(&format!("{LIST}?deleted={id}")))
}

pub(super) async fn restore(chrome: Chrome, tenant: Tenant, Path(id): Path<ProjectId>) -> Result<Response> {
    let project = tenant.write(async |tx| store::restore(tx, id).await).await?;
    Ok(chrome.go(&path(project.id)))
}
