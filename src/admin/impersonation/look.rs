//! From the page of a project or a task to the thing itself: there is no door of its own for a superuser, so it leads to the
//! question whether to look around, as one of the tenant's people, and from there to the thing.
//! Nobody is looked at from here: it is asked, with a reason, as always.

use axum::response::Response;
use futures_util::future::try_join;
use maud::html;

use super::path;
use crate::{
    admin::{
        action::pair,
        crumbs,
        looked_at::Looking,
        model::Model,
        projects::PROJECTS,
        record::{Record, Value},
        rows,
        tasks::TASKS,
    },
    db::Admin,
    error::{Error, Result},
    id::{ProjectId, TaskId, TenantId, UserId},
    language::tr,
    sql,
    ui::{self, Icon, Tone},
    web::{Chrome, Path, local_path::as_parameter},
};

pub(in crate::admin) async fn project(
    chrome: Chrome,
    eyes: (Admin, Looking),
    Path(id): Path<String>,
) -> Result<Response> {
    let (tenant, project) = pair::<ProjectId>(&id).ok_or(Error::NotFound)?;
    let (record, person) = find(&eyes, &PROJECTS, &id, tenant).await?;
    Ok(lead(&chrome, &PROJECTS, &record, person, tenant, &format!("/projects/{project}/")))
}

pub(in crate::admin) async fn task(
    chrome: Chrome,
    eyes: (Admin, Looking),
    Path(id): Path<String>,
) -> Result<Response> {
    let (tenant, task) = pair::<TaskId>(&id).ok_or(Error::NotFound)?;
    let (record, person) = find(&eyes, &TASKS, &id, tenant).await?;
    let project = record.values.iter().find_map(|value| match value {
        Value::Link(id, _) => pair::<ProjectId>(id),
        _ => None,
    });
    let (_, project) = project.ok_or(Error::NotFound)?;
    Ok(lead(&chrome, &TASKS, &record, person, tenant, &format!("/projects/{project}/#task-{task}")))
}

/// The thing, and the person of its tenant who sees most of it. A look at the thing is filed: whatever is answered says that it is there.
async fn find(
    (admin, looking): &(Admin, Looking),
    model: &'static Model,
    id: &str,
    tenant: TenantId,
) -> Result<(Record, Option<UserId>)> {
    let found = admin.read(async |tx| {
        let person = async { tx.opt(sql!("admin/somebody_of"), &[&tenant]).await };
        let (record, person) = try_join(rows::one(tx, model, id), person).await?;
        Ok((record.ok_or(Error::NotFound)?, person))
    });
    let (record, person) = found.await?;
    looking.at(model, &record).await?;
    Ok((record, person))
}

fn lead(
    chrome: &Chrome,
    model: &'static Model,
    record: &Record,
    person: Option<UserId>,
    tenant: TenantId,
    at: &str,
) -> Response {
    if let Some(person) = person {
        return chrome.go(&format!("{}?tenant={tenant}&at={}", path(person), as_parameter(at)));
    }
    let back = model.path_of(&record.id);
    let way = ui::link_button(tr("Back"), &back, Tone::Plain);
    let title = tr("Nobody to look at it as");
    chrome.gone_page(
        title,
        &html! {
            (crumbs::header(title, (model, None), Some(&(rows::title(model, record), back.clone())), &html! {}))
            (ui::empty_state(Icon::User, title, tr("Its tenant is closed, or has nobody who is active and no superuser."), &way))
        },
    )
}
