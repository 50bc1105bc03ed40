//! What tasks do in the database. No statement here names a tenant: the transaction has one.
//!
//! A change and the new counts of its project travel together, the change first.

use super::{Progress, Task, Title};
use crate::{
    db::TenantTx,
    error::{Error, Result},
    id::{ProjectId, TaskId},
    sql,
    web::{PAGE_SIZE, Window},
};
use futures_util::future::{try_join, try_join3};

/// What came of a retitling.
#[derive(Debug)]
pub(super) enum Retitled {
    /// It has the new title.
    Done(Task),
    /// Somebody else retitled it first; this is what it says now.
    Conflict(Task),
}

/// A page of a project's tasks, newest first, after the task `after`. Empty for a project that does not exist.
pub(super) async fn list(tx: &TenantTx, project: ProjectId, after: Option<TaskId>) -> Result<Window<Task>> {
    Ok(Window::of(tx.all(sql!("tasks/list"), &[&project, &after, &(PAGE_SIZE + 1)]).await?))
}

pub(super) async fn find(tx: &TenantTx, id: TaskId) -> Result<Task> {
    tx.one(sql!("tasks/find"), &[&id]).await
}

pub(super) async fn insert(tx: &TenantTx, project: ProjectId, title: &Title) -> Result<(Task, Progress)> {
    let id = TaskId::new();
    try_join(
        tx.one(sql!("tasks/insert"), &[&id, &project, title]),
        tx.one(sql!("tasks/progress"), &[&project]),
    )
    .await
}

/// `done` None turns it over.
pub(super) async fn toggle(tx: &TenantTx, id: TaskId, done: Option<bool>) -> Result<(Task, Progress)> {
    try_join(tx.one(sql!("tasks/toggle"), &[&id, &done]), siblings(tx, id, true)).await
}

/// Retitles, unless the task has changed since `version`.
pub(super) async fn retitle(
    tx: &TenantTx,
    id: TaskId,
    title: &Title,
    version: Option<i32>,
) -> Result<Retitled> {
    let (retitled, task) =
        try_join(tx.run(sql!("tasks/retitle"), &[&id, title, &version]), find(tx, id)).await?;
    Ok(if retitled == 1 { Retitled::Done(task) } else { Retitled::Conflict(task) })
}

/// The task as it was, and its project without it.
pub(super) async fn delete(tx: &TenantTx, id: TaskId) -> Result<(Task, Progress)> {
    // In this order: what is read must be read before the row is gone.
    let (task, progress, deleted) =
        try_join3(find(tx, id), siblings(tx, id, false), tx.run(sql!("tasks/delete"), &[&id])).await?;
    if deleted == 0 { Err(Error::NotFound) } else { Ok((task, progress)) }
}

async fn siblings(tx: &TenantTx, id: TaskId, with_it: bool) -> Result<Progress> {
    tx.one(sql!("tasks/progress_of_siblings"), &[&id, &with_it]).await
}
