//! What projects do in the database. No statement here names a tenant: the transaction has one.
//! What belongs to another tenant is not found, like what never was.

use super::{Project, ProjectName};
use crate::{
    db::TenantTx,
    error::{Error, Result},
    id::ProjectId,
    sql, tasks,
    web::{PAGE_SIZE, Window},
};
use futures_util::future::try_join;

/// What came of a renaming.
#[derive(Debug)]
pub(super) enum Renamed {
    /// It has the new name.
    Done(Project),
    /// Somebody else renamed it first; this is what it is called now.
    Conflict(Project),
}

/// A page of projects, newest first, after the project `after`.
///
/// # Errors
/// What the database says.
pub async fn list(tx: &TenantTx, after: Option<ProjectId>) -> Result<Window<Project>> {
    Ok(Window::of(tx.all(sql!("projects/list"), &[&after, &(PAGE_SIZE + 1)]).await?))
}

/// A project.
///
/// # Errors
/// [`Error::NotFound`], also for one of another tenant.
pub async fn find(tx: &TenantTx, id: ProjectId) -> Result<Project> {
    tx.one(sql!("projects/find"), &[&id]).await
}

pub(super) async fn insert(tx: &TenantTx, id: ProjectId, name: &ProjectName) -> Result<()> {
    tx.run(sql!("projects/insert"), &[&id, name]).await.map(drop)
}

/// Renames, unless the project has changed since `version`; both statements travel together.
pub(super) async fn rename(
    tx: &TenantTx,
    id: ProjectId,
    name: &ProjectName,
    version: Option<i32>,
) -> Result<Renamed> {
    let (renamed, project) =
        try_join(tx.run(sql!("projects/rename"), &[&id, name, &version]), find(tx, id)).await?;
    Ok(if renamed == 1 { Renamed::Done(project) } else { Renamed::Conflict(project) })
}

pub(super) async fn delete(tx: &TenantTx, id: ProjectId) -> Result<()> {
    match tx.run(sql!("projects/delete"), &[&id]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// What a project was called when it was deleted, if it is.
pub(super) async fn deleted(tx: &TenantTx, id: Option<ProjectId>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    let mut names: Vec<String> = tx.all(sql!("projects/deleted"), &[&id]).await?;
    Ok(names.pop())
}

/// Brings a project back, with what went with it. One that is there stays as it is.
pub(super) async fn restore(tx: &TenantTx, id: ProjectId) -> Result<Project> {
    tx.run(sql!("projects/restore"), &[&id]).await?;
    // The tasks come after the project that they point at; one that never was has none.
    find(tx, id).await?;
    try_join(tx.run(sql!("projects/restore_version"), &[&id]), tasks::restore_of_project(tx, id)).await?;
    find(tx, id).await
}
