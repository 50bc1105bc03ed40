//! Acts on projects with their tasks, which the operator writes itself: each statement files its act along with the change.
//! Each names the tenant too: ids are found by tenant, and in no other way without reading every row.

use super::{Edited, Reason, words};
use crate::{
    db::{OperatorTx, Param},
    error::Result,
    id::{ProjectId, TenantId},
    projects::ProjectName,
    sql,
};

words! {
    /// What the database says of a move.
    Came {
        /// It is in the other tenant.
        Done = "done",
        /// There is no such project, or no longer.
        Gone = "gone",
        /// The other tenant is not there, is not active, or is the same one.
        Closed = "closed",
    }
}

/// What came of moving a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// It is in the other tenant, as it was: by this mark of it and of its tasks.
    Done(String),
    /// There is no such project, or no longer.
    Gone,
    /// It has another mark: somebody changed it, or a task of it, since.
    Overtaken,
    /// The other tenant is not there, is not active, or is the same one.
    Closed,
}

/// Creates a project. False when there is no such tenant that is active.
pub async fn create(
    tx: &OperatorTx,
    (tenant, project): (TenantId, ProjectId),
    name: &ProjectName,
    reason: &Reason,
) -> Result<bool> {
    tx.one(sql!("operator/create_project"), &[&tenant, &project, &name, &reason]).await
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

/// Deletes a project and its tasks; they lie in the tenant's trash for thirty days. The moment by which the trash knows them,
/// or none when there is no such project.
pub async fn delete(
    tx: &OperatorTx,
    (tenant, project): (TenantId, ProjectId),
    reason: &Reason,
) -> Result<Option<i64>> {
    tx.opt(sql!("operator/delete_project"), &[&tenant, &project, &reason]).await
}

/// Brings projects back that were deleted last at that moment, with the tasks that went along. False when one was deleted
/// again since: then the transaction must not be committed.
///
/// # Errors
/// A constraint: `projects_pkey` when one is there already.
pub async fn restore(
    tx: &OperatorTx,
    projects: &[(TenantId, ProjectId)],
    at: i64,
    reason: &Reason,
) -> Result<bool> {
    let (tenants, ids): (Vec<_>, Vec<_>) = projects.iter().copied().unzip();
    let restored: i64 = tx.one(sql!("operator/restore_projects"), &[&tenants, &ids, &at, &reason]).await?;
    Ok(usize::try_from(restored) == Ok(projects.len()))
}

/// Moves a project with its tasks to another tenant, which must be active. They keep ids, age and versions; what they leave
/// is a deletion, in the trash and the trail of the tenant that they were in. If they are what `mark` says, where there is one.
pub async fn move_to(
    tx: &OperatorTx,
    (tenant, project): (TenantId, ProjectId),
    other: TenantId,
    mark: Option<&str>,
    reason: &Reason,
) -> Result<Moved> {
    // What is added or changed from here on waits, and then finds that it is gone.
    let Some(is) = tx.opt::<String>(sql!("operator/lock_project"), &[&tenant, &project]).await? else {
        return Ok(Moved::Gone);
    };
    if mark.is_some_and(|mark| mark != is) {
        return Ok(Moved::Overtaken);
    }
    let params: [Param<'_>; 4] = [&tenant, &project, &other, &reason];
    Ok(match tx.one(sql!("operator/move_project"), &params).await? {
        Came::Done => Moved::Done(is),
        Came::Gone => Moved::Gone,
        Came::Closed => Moved::Closed,
    })
}
