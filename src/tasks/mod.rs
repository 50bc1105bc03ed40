//! The tasks of a project: created, ticked off, retitled and deleted where they stand, in the list of their project.
//! A task is never without a project, and both are always of one tenant: a foreign key that leads with it says so.

mod handlers;
mod listing;
mod several;
mod store;
mod view;

use crate::{
    columns,
    id::{ProjectId, TaskId},
    line_type,
    web::{Access, Route, delete, get, post},
};

pub use self::store::restore_of_project;

line_type! {
    /// What is to be done.
    Title
}

/// A task.
#[derive(Clone, Debug)]
pub struct Task {
    /// Which.
    pub id: TaskId,
    /// The project it is in.
    pub project_id: ProjectId,
    /// What is to be done.
    pub title: String,
    /// Whether it is.
    pub done: bool,
    /// Counts the retitlings; a form carries it, so that a second one is told of the first.
    pub version: i32,
}

columns!(Task { id, project_id, title, done, version });

/// How many tasks a project has, and how many are done.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// All.
    pub total: i64,
    /// Those done.
    pub done: i64,
}

columns!(Progress { total, done });

fn path(id: TaskId) -> String {
    format!("/tasks/{id}/")
}

fn several_path(project: ProjectId) -> String {
    format!("/projects/{project}/tasks/several/")
}

fn bulk_path(project: ProjectId) -> String {
    format!("/projects/{project}/tasks/bulk/")
}

fn create_path(project: ProjectId) -> String {
    format!("/projects/{project}/tasks/create/")
}

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/projects/{id}/", Access::Tenant, handlers::index),
        get("/projects/{id}/tasks/create/", Access::Tenant, handlers::create_form),
        post("/projects/{id}/tasks/create/", Access::Tenant, handlers::create),
        get("/projects/{id}/tasks/several/", Access::Tenant, several::create_form),
        post("/projects/{id}/tasks/several/", Access::Tenant, several::create),
        post("/projects/{id}/tasks/bulk/", Access::Tenant, several::act),
        get("/tasks/{id}/", Access::Tenant, handlers::show),
        post("/tasks/{id}/toggle/", Access::Tenant, handlers::toggle),
        get("/tasks/{id}/edit/", Access::Tenant, handlers::edit_form),
        post("/tasks/{id}/edit/", Access::Tenant, handlers::edit),
        get("/tasks/{id}/delete/", Access::Tenant, handlers::delete_form),
        post("/tasks/{id}/delete/", Access::Tenant, handlers::delete),
        delete("/tasks/{id}/delete/", Access::Tenant, handlers::delete),
    ]
}
