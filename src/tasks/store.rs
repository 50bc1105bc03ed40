//! What tasks do in the database. No statement here names a tenant: the transaction has one.
//!
//! A change and the new counts of its project travel together, the change first.

use super::{Progress, Task, Title, listing::Listing, several::Act};
use crate::{
    db::TenantTx,
    error::{Error, Result},
    id::{ProjectId, TaskId},
    projects::{self, Project},
    sql,
    web::{PAGE_SIZE, Window},
};
use futures_util::future::{try_join, try_join3, try_join4};

/// What came of a retitling.
#[derive(Debug)]
pub(super) enum Retitled {
    /// It has the new title.
    Done(Task),
    /// Somebody else retitled it first; this is what it says now.
    Conflict(Task),
}

/// A page of a project's tasks. Empty for a project that does not exist.
pub(super) async fn list(tx: &TenantTx, project: ProjectId, listing: Listing) -> Result<Window<Task>> {
    let Listing { show, sort, after } = listing;
    Ok(Window::of(tx.all(sort.query(), &[&project, &after, &(PAGE_SIZE + 1), &show.done()]).await?))
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

/// What the tasks `ids` were, those that are deleted.
pub(super) async fn deleted(tx: &TenantTx, project: ProjectId, ids: &[TaskId]) -> Result<Vec<Task>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.all(sql!("tasks/deleted"), &[&project, &ids]).await
}

/// Creates several, of which the first is to be the newest, as it was the first to be read.
pub(super) async fn insert_several(
    tx: &TenantTx,
    project: ProjectId,
    titles: &[Title],
) -> Result<(Vec<Task>, Progress)> {
    let mut ids: Vec<_> = titles.iter().map(|_| TaskId::new()).collect();
    ids.reverse();
    let (mut tasks, progress): (Vec<Task>, _) = try_join(
        tx.all(sql!("tasks/insert_several"), &[&project, &ids, &titles]),
        tx.one(sql!("tasks/progress"), &[&project]),
    )
    .await?;
    tasks.sort_by_key(|task| std::cmp::Reverse(task.id));
    Ok((tasks, progress))
}

/// Does one thing with several tasks of a project; gives those that it changed, and the project afterwards.
pub(super) async fn act(
    tx: &TenantTx,
    id: ProjectId,
    act: Act,
    ids: &[TaskId],
) -> Result<(Vec<Task>, Project)> {
    let project = projects::find(tx, id);
    match act {
        Act::Complete => try_join(tx.all(sql!("tasks/complete_several"), &[&id, &ids, &true]), project).await,
        Act::Reopen => try_join(tx.all(sql!("tasks/complete_several"), &[&id, &ids, &false]), project).await,
        Act::Delete => try_join(tx.all(sql!("tasks/delete_several"), &[&id, &ids]), project).await,
        Act::Restore => {
            let (_, _, tasks, project) = try_join4(
                tx.run(sql!("tasks/restore"), &[&id, &ids]),
                tx.run(sql!("tasks/restore_versions"), &[&id, &ids]),
                tx.all(sql!("tasks/find_several"), &[&id, &ids]),
                project,
            )
            .await?;
            Ok((tasks, project))
        }
    }
}

/// Brings back the tasks that went with a project.
///
/// # Errors
/// What the database says.
pub async fn restore_of_project(tx: &TenantTx, project: ProjectId) -> Result<()> {
    let ids: Vec<TaskId> = tx.all(sql!("tasks/restore_of_project"), &[&project]).await?;
    tx.run(sql!("tasks/restore_versions"), &[&project, &ids]).await.map(drop)
}

async fn siblings(tx: &TenantTx, id: TaskId, with_it: bool) -> Result<Progress> {
    tx.one(sql!("tasks/progress_of_siblings"), &[&id, &with_it]).await
}
