//! Acts on projects and tasks, which the operator writes itself: each statement files its act along with the change.
//! Each names the tenant too: ids are found by tenant, and in no other way without reading every row.

use super::{Edited, Reason, words};
use crate::{
    db::{OperatorTx, Param},
    error::Result,
    id::{ProjectId, TaskId, TenantId},
    projects::ProjectName,
    sql,
    tasks::Title,
};

words! {
    /// What came of moving a project.
    Moved {
        /// It is in the other tenant.
        Done = "done",
        /// There is no such project, or no longer.
        Gone = "gone",
        /// The other tenant is not there, is not active, or is the same one.
        Closed = "closed",
    }
}

/// Gives a project another name; whatever happened to it meanwhile when there is no `version`.
pub async fn rename(
    tx: &OperatorTx,
    (tenant, project): (TenantId, ProjectId),
    name: &ProjectName,
    version: Option<i32>,
    reason: &Reason,
) -> Result<Edited> {
    tx.one(sql!("operator/rename_project"), &[&tenant, &project, &name, &version, &reason]).await
}

/// Deletes a project and its tasks; they lie in the tenant's trash for thirty days.
pub async fn delete(
    tx: &OperatorTx,
    (tenant, project): (TenantId, ProjectId),
    reason: &Reason,
) -> Result<Edited> {
    tx.one(sql!("operator/delete_project"), &[&tenant, &project, &reason]).await
}

/// Moves a project with its tasks to another tenant, which must be active. They keep ids, age and versions; what they leave
/// is a deletion, in the trash and the trail of the tenant that they were in.
pub async fn move_to(
    tx: &OperatorTx,
    (tenant, project): (TenantId, ProjectId),
    other: TenantId,
    reason: &Reason,
) -> Result<Moved> {
    // What is added or changed from here on waits, and then finds that it is gone.
    if tx.opt::<i64>(sql!("operator/lock_project"), &[&tenant, &project]).await?.is_none() {
        return Ok(Moved::Gone);
    }
    tx.one(sql!("operator/move_project"), &[&tenant, &project, &other, &reason]).await
}

/// Retitles a task, and says whether it is done; whatever happened to it meanwhile when there is no `version`.
pub async fn edit_task(
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

/// Deletes a task; it lies in the tenant's trash for thirty days.
pub async fn delete_task(
    tx: &OperatorTx,
    (tenant, task): (TenantId, TaskId),
    reason: &Reason,
) -> Result<Edited> {
    tx.one(sql!("operator/delete_task"), &[&tenant, &task, &reason]).await
}
