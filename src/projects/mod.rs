//! Projects: listed, created, renamed, deleted; each with its tasks.
//! A project knows nothing of its tasks but their number; the page that shows both is in `tasks`.

mod handlers;
mod store;
mod view;

use crate::{
    columns,
    id::ProjectId,
    line_type,
    web::{Access, Route, delete, get, post},
};

pub use self::store::{find, list};
pub use self::view::{header, rows};

line_type! {
    /// What a project is called.
    ProjectName
}

/// A project and how far it is.
#[derive(Clone, Debug)]
pub struct Project {
    /// Which.
    pub id: ProjectId,
    /// What it is called.
    pub name: String,
    /// Counts the renamings; a form carries it, so that a second one is told of the first.
    pub version: i32,
    /// Its tasks.
    pub total: i64,
    /// Those that are done.
    pub done: i64,
}

columns!(Project { id, name, version, total, done });

/// Where projects are listed.
pub const LIST: &str = "/projects/";

/// Where a project is created.
pub const CREATE: &str = "/projects/create/";

/// Where a project is seen.
#[must_use]
pub fn path(id: ProjectId) -> String {
    format!("/projects/{id}/")
}

fn edit_path(id: ProjectId) -> String {
    format!("/projects/{id}/edit/")
}

fn restore_path(id: ProjectId) -> String {
    format!("/projects/{id}/restore/")
}

fn delete_path(id: ProjectId) -> String {
    format!("/projects/{id}/delete/")
}

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get(LIST, Access::Tenant, handlers::index),
        get(CREATE, Access::Tenant, handlers::create_form),
        post(CREATE, Access::Tenant, handlers::create),
        get("/projects/{id}/edit/", Access::Tenant, handlers::edit_form),
        post("/projects/{id}/edit/", Access::Tenant, handlers::edit),
        get("/projects/{id}/delete/", Access::Tenant, handlers::delete_form),
        post("/projects/{id}/delete/", Access::Tenant, handlers::delete),
        delete("/projects/{id}/delete/", Access::Tenant, handlers::delete),
        post("/projects/{id}/restore/", Access::Tenant, handlers::restore),
    ]
}
