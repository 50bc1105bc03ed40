//! What is done with projects from the panel: moved to another tenant, renamed, deleted.
//! All that are chosen are moved, or none.

use crate::{
    admin::{
        action::{Acting, Deletable, Given, OVERTAKEN, Outcome, Progress, pair, undone},
        acts::{
            Reason,
            projects::{self, Moved},
        },
        edit::{Saved, edited, read},
    },
    db::OperatorTx,
    error::{Error, Result},
    id::{ProjectId, TenantId},
    projects::ProjectName,
};

/// No constraint of a table: what ends a move to a tenant that is closed.
const CLOSED: &str = "closed";

pub(super) async fn move_all(acting: &Acting, given: &Given, progress: &Progress) -> Result<Outcome> {
    let to = match acting.tenant(given.field("to")).await? {
        Ok(to) => to,
        Err(wrong) => return Ok(Outcome::Wrong("to", wrong.to_owned())),
    };
    let moved = acting.operator.write_at_length(async |tx| {
        let mut moved = Vec::new();
        for (tenant, project) in given.pairs::<ProjectId>() {
            match projects::move_to(tx, (tenant, project), to, None, &given.reason).await? {
                Moved::Done(mark) => {
                    moved.push((format!("{to}.{project}"), format!("{tenant} {mark}")));
                }
                Moved::Gone | Moved::Overtaken => {}
                // An error, so that those before it stay where they are as well.
                Moved::Closed => return Err(Error::Constraint(CLOSED.to_owned())),
            }
            progress.advance(1);
        }
        Ok(moved)
    });
    match moved.await {
        Ok(moved) => Ok(Outcome::Done(moved)),
        Err(Error::Constraint(what)) if what == "projects_pkey" => Ok(Outcome::Wrong(
            "to",
            "That tenant has brought one of them back from its trash. Nothing was moved.".to_owned(),
        )),
        Err(Error::Constraint(what)) if what == CLOSED => Ok(Outcome::Wrong(
            "to",
            "That tenant is closed, or it is the one that a project is in. Nothing was moved.".to_owned(),
        )),
        Err(other) => Err(other),
    }
}

/// Each to the tenant that it was in, if all are still in the one that they were moved to, and as they were then with all their
/// tasks: what people of that tenant did since is theirs, and is not handed to another.
pub(super) async fn move_back(acting: &Acting, given: &Given, progress: &Progress) -> Result<Outcome> {
    let back = acting.operator.write_at_length(async |tx| {
        for (id, was) in &given.things {
            let overtaken = || Error::Constraint(OVERTAKEN.to_owned());
            let (thing, (from, mark)) =
                (pair(id).ok_or_else(overtaken)?, was.split_once(' ').ok_or_else(overtaken)?);
            let from = from.parse().map_err(|_| overtaken())?;
            match projects::move_to(tx, thing, from, Some(mark), &given.reason).await? {
                Moved::Done(_) => {}
                _ => return Err(overtaken()),
            }
            progress.advance(1);
        }
        Ok(())
    });
    undone(back.await, given)
}

/// Projects, as things that are deleted into the trash.
pub(super) struct DeletedProjects;

impl Deletable for DeletedProjects {
    type Id = ProjectId;

    async fn delete(tx: &OperatorTx, one: (TenantId, ProjectId), reason: &Reason) -> Result<Option<i64>> {
        projects::delete(tx, one, reason).await
    }

    async fn restore(
        tx: &OperatorTx,
        these: &[(TenantId, ProjectId)],
        at: i64,
        reason: &Reason,
    ) -> Result<bool> {
        projects::restore(tx, these, at, reason).await
    }
}

pub(super) async fn create(acting: &Acting, given: &Given) -> Result<Saved> {
    let name: ProjectName = match read(given, "name") {
        Ok(name) => name,
        Err(wrong) => return Ok(wrong),
    };
    let tenant = match acting.tenant(given.field("slug")).await? {
        Ok(tenant) => tenant,
        Err(wrong) => return Ok(Saved::wrong("slug", wrong)),
    };
    add(acting, given, tenant, &name).await
}

/// An empty one of the same tenant: its tasks stay where they are.
pub(super) async fn copy(acting: &Acting, given: &Given) -> Result<Saved> {
    let name: ProjectName = match read(given, "name") {
        Ok(name) => name,
        Err(wrong) => return Ok(wrong),
    };
    let [(tenant, _)] = given.pairs::<ProjectId>()[..] else { return Ok(Saved::Gone) };
    add(acting, given, tenant, &name).await
}

async fn add(acting: &Acting, given: &Given, tenant: TenantId, name: &ProjectName) -> Result<Saved> {
    let project = ProjectId::new();
    let created =
        acting.operator.write(async |tx| projects::create(tx, (tenant, project), name, &given.reason).await);
    if created.await? {
        Ok(Saved::Done(format!("{tenant}.{project}")))
    } else {
        Ok(Saved::wrong("slug", "That tenant is not active: nothing is added to it."))
    }
}

pub(super) async fn rename(acting: &Acting, given: &Given, version: Option<i32>) -> Result<Saved> {
    acting.operator.write(async |tx| rename_in(tx, given, version).await).await
}

pub(super) async fn rename_in(tx: &OperatorTx, given: &Given, version: Option<i32>) -> Result<Saved> {
    let name: ProjectName = match read(given, "name") {
        Ok(name) => name,
        Err(wrong) => return Ok(wrong),
    };
    let [thing] = given.pairs()[..] else { return Ok(Saved::Gone) };
    Ok(edited(projects::rename(tx, thing, &name, version, &given.reason).await?, given))
}
