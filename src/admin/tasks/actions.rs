//! What is done with tasks from the panel: retitled, ticked off, deleted, brought back.
//! All that are chosen are deleted, or none.

use crate::{
    admin::{
        action::{Acting, Deletable, Given},
        acts::{Reason, tasks},
        edit::{Saved, edited, read},
    },
    db::OperatorTx,
    error::Result,
    id::{TaskId, TenantId},
    tasks::Title,
};

/// Tasks, as things that are deleted into the trash.
pub(super) struct DeletedTasks;

impl Deletable for DeletedTasks {
    type Id = TaskId;

    async fn delete(tx: &OperatorTx, one: (TenantId, TaskId), reason: &Reason) -> Result<Option<i64>> {
        tasks::delete(tx, one, reason).await
    }

    async fn restore(
        tx: &OperatorTx,
        these: &[(TenantId, TaskId)],
        at: i64,
        reason: &Reason,
    ) -> Result<bool> {
        tasks::restore(tx, these, at, reason).await
    }
}

pub(super) async fn change(acting: &Acting, given: &Given, version: Option<i32>) -> Result<Saved> {
    let title: Title = match read(given, "title") {
        Ok(title) => title,
        Err(wrong) => return Ok(wrong),
    };
    let done = given.field("state") == "done";
    let [thing] = given.pairs()[..] else { return Ok(Saved::Gone) };
    let changed =
        acting.operator.write(async |tx| tasks::edit(tx, thing, &title, done, version, &given.reason).await);
    Ok(edited(changed.await?, given))
}
