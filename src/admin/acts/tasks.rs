//! Acts on tasks, which the operator writes itself: each statement files its act along with the change.
//! Each names the tenant too: ids are found by tenant, and in no other way without reading every row.

use super::{Edited, Reason, words};
use crate::{
    db::{OperatorTx, Param},
    error::Result,
    id::{ProjectId, TaskId, TenantId},
    sql,
    tasks::Title,
};

words! {
    /// What came of adding a task.
    Added {
        /// It is there.
        Done = "done",
        /// There is no such project.
        Gone = "gone",
        /// The tenant of the project is not active.
        Closed = "closed",
    }
}

/// Creates a task in a project, which is done already where it says so.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) when the project is deleted at that moment.
pub async fn create(
    tx: &OperatorTx,
    (tenant, project): (TenantId, ProjectId),
    task: TaskId,
    (title, done): (&Title, bool),
    reason: &Reason,
) -> Result<Added> {
    let params: [Param<'_>; 6] = [&tenant, &project, &task, &title, &done, &reason];
    tx.one(sql!("operator/create_task"), &params).await
}

/// Retitles a task, and says whether it is done; whatever happened to it meanwhile when there is no `version`.
pub async fn edit(
    tx: &OperatorTx,
    (tenant, task): (TenantId, TaskId),
    title: &Title,
    done: bool,
    version: Option<i32>,
    reason: &Reason,
) -> Result<Edited> {
    let params: [Param<'_>; 6] = [&tenant, &task, &title, &done, &version, &reason];
    tx.one(sql!("operator/edit_task"), &params).await
}

/// Deletes a task; it lies in the tenant's trash for thirty days. The moment by which the trash knows it, or none when there is
/// no such task.
pub async fn delete(
    tx: &OperatorTx,
    (tenant, task): (TenantId, TaskId),
    reason: &Reason,
) -> Result<Option<i64>> {
    tx.opt(sql!("operator/delete_task"), &[&tenant, &task, &reason]).await
}

/// Brings tasks back that were deleted last at that moment. False when one cannot be: it was deleted again since, or its
/// project is gone. Then the transaction must not be committed.
///
/// # Errors
/// A constraint: `tasks_pkey` when one is there already.
pub async fn restore(
    tx: &OperatorTx,
    tasks: &[(TenantId, TaskId)],
    at: i64,
    reason: &Reason,
) -> Result<bool> {
    let (tenants, ids): (Vec<_>, Vec<_>) = tasks.iter().copied().unzip();
    let restored: i64 = tx.one(sql!("operator/restore_tasks"), &[&tenants, &ids, &at, &reason]).await?;
    Ok(usize::try_from(restored) == Ok(tasks.len()))
}
