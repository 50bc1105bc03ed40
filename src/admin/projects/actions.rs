//! What is done with projects from the panel: moved to another tenant, renamed, deleted.
//! All that are chosen are moved, or none.

use crate::{
    admin::{
        action::{Acting, Given, OVERTAKEN, Outcome, Progress, pair, undone},
        acts::{
            Edited,
            projects::{self, Moved},
        },
        edit::{Saved, edited, read},
    },
    db::OperatorTx,
    error::{Error, Result},
    id::ProjectId,
    projects::ProjectName,
};

/// No constraint of a table: what ends a move to a tenant that is closed.
const CLOSED: &str = "closed";

pub(super) async fn move_all(acting: &Acting, given: &Given, progress: &Progress) -> Result<Outcome> {
    let Some(to) = acting.tenant(given.field("to")).await? else {
        return Ok(Outcome::Wrong("to", "There is no tenant of that slug.".to_owned()));
    };
    let moved = acting.operator.write_at_length(async |tx| {
        let mut moved = Vec::new();
        for (tenant, project) in given.pairs::<ProjectId>() {
            match projects::move_to(tx, (tenant, project), to, &given.reason).await? {
                Moved::Done => moved.push((format!("{to}.{project}"), tenant.to_string())),
                Moved::Gone => {}
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

/// Each to the tenant that it was in, if all are still in the one that they were moved to.
pub(super) async fn move_back(acting: &Acting, given: &Given, progress: &Progress) -> Result<Outcome> {
    let back = acting.operator.write_at_length(async |tx| {
        for (id, was) in &given.things {
            let overtaken = || Error::Constraint(OVERTAKEN.to_owned());
            let (thing, from) = (pair(id).ok_or_else(overtaken)?, was.parse().map_err(|_| overtaken())?);
            if projects::move_to(tx, thing, from, &given.reason).await? != Moved::Done {
                return Err(overtaken());
            }
            progress.advance(1);
        }
        Ok(())
    });
    undone(back.await, given)
}

pub(super) async fn delete(acting: &Acting, given: &Given, progress: &Progress) -> Result<Outcome> {
    let deleted = acting.operator.write_at_length(async |tx| {
        let mut deleted = Vec::new();
        for thing in given.pairs::<ProjectId>() {
            if projects::delete(tx, thing, &given.reason).await? == Edited::Done {
                deleted.push((format!("{}.{}", thing.0, thing.1), String::new()));
            }
            progress.advance(1);
        }
        Ok(deleted)
    });
    Ok(Outcome::Done(deleted.await?))
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
