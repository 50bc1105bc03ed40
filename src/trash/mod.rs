//! What was deleted in the last thirty days, and the way back for each of it.
//! Nothing here restores: the forms go to the projects and tasks themselves, as those of an undo do.

mod view;

use axum::response::Response;

use crate::{
    columns,
    db::Tenant,
    error::Result,
    id::{ProjectId, TaskId},
    language::tr,
    sql,
    web::{Access, Chrome, PAGE_SIZE, Route, get},
};

/// Where it is seen.
pub const PATH: &str = "/trash/";

/// A project or a task that was deleted.
#[derive(Debug)]
struct Deleted {
    /// Of the task, or of the project.
    id: TaskId,
    /// Whether it is a project.
    project: bool,
    /// The project that a task was in.
    project_id: Option<ProjectId>,
    name: String,
    project_name: Option<String>,
    /// In seconds.
    age: i64,
}

columns!(Deleted { id, project, project_id, name, project_name, age });

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![get(PATH, Access::Tenant, index)]
}

async fn index(chrome: Chrome, tenant: Tenant) -> Result<Response> {
    let deleted = tenant.read(async |tx| tx.all(sql!("trash/list"), &[&PAGE_SIZE]).await).await?;
    Ok(chrome.page(tr("Recently deleted"), &view::index(&deleted)))
}
