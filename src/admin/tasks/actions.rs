//! What is done with tasks from the panel: added, retitled, ticked off, deleted, brought back.
//! All that are chosen are deleted, or none.

use crate::{
    admin::{
        action::{Acting, Deletable, Given},
        acts::{
            Reason,
            tasks::{self, Added},
        },
        edit::{Saved, edited, read},
    },
    db::OperatorTx,
    error::{Error, Result},
    id::{ProjectId, TaskId, TenantId},
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

pub(super) async fn create(acting: &Acting, given: &Given) -> Result<Saved> {
    let title: Title = match read(given, "title") {
        Ok(title) => title,
        Err(wrong) => return Ok(wrong),
    };
    let tenant = match acting.tenant(given.field("slug")).await? {
        Ok(tenant) => tenant,
        Err(wrong) => return Ok(Saved::wrong("slug", wrong)),
    };
    match acting.project(tenant, given.field("project")).await? {
        Ok(project) => add(acting, given, (tenant, project), (&title, false)).await,
        Err(wrong) => Ok(Saved::wrong("project", wrong)),
    }
}

/// Another one beside it, in the same project.
pub(super) async fn copy(acting: &Acting, given: &Given) -> Result<Saved> {
    let title: Title = match read(given, "title") {
        Ok(title) => title,
        Err(wrong) => return Ok(wrong),
    };
    let [thing @ (tenant, _)] = given.pairs()[..] else { return Ok(Saved::Gone) };
    let Some(project) = acting.project_of(thing).await? else { return Ok(Saved::Gone) };
    add(acting, given, (tenant, project), (&title, given.field("state") == "done")).await
}

/// A task in a project, if its tenant is active and it is still there.
async fn add(
    acting: &Acting,
    given: &Given,
    (tenant, project): (TenantId, ProjectId),
    what: (&Title, bool),
) -> Result<Saved> {
    let task = TaskId::new();
    let added = acting
        .operator
        .write(async |tx| tasks::create(tx, (tenant, project), task, what, &given.reason).await);
    Ok(match added.await {
        Ok(Added::Done) => Saved::Done(format!("{tenant}.{task}")),
        // A form without that field says it above all others.
        Ok(Added::Closed) => Saved::wrong("slug", "That tenant is not active: nothing is added to it."),
        Ok(Added::Gone) | Err(Error::NotFound) => Saved::wrong("project", "That project is gone since."),
        Err(other) => return Err(other),
    })
}

pub(super) async fn change(acting: &Acting, given: &Given, version: Option<i32>) -> Result<Saved> {
    acting.operator.write(async |tx| change_in(tx, given, version).await).await
}

pub(super) async fn change_in(tx: &OperatorTx, given: &Given, version: Option<i32>) -> Result<Saved> {
    let title: Title = match read(given, "title") {
        Ok(title) => title,
        Err(wrong) => return Ok(wrong),
    };
    let done = given.field("state") == "done";
    let [thing] = given.pairs()[..] else { return Ok(Saved::Gone) };
    Ok(edited(tasks::edit(tx, thing, &title, done, version, &given.reason).await?, given))
}
