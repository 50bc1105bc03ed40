//! What is done with tasks from the panel: retitled, ticked off, deleted.
//! All that are chosen are deleted, or none.

use crate::{
    admin::{
        action::{Acting, Given, Outcome, Progress},
        acts::{Edited, projects},
        edit::{Saved, edited, read},
    },
    error::Result,
    id::TaskId,
    tasks::Title,
};

pub(super) async fn delete(acting: &Acting, given: &Given, progress: &Progress) -> Result<Outcome> {
    let deleted = acting.operator.write_at_length(async |tx| {
        let mut deleted = Vec::new();
        for thing in given.pairs::<TaskId>() {
            if projects::delete_task(tx, thing, &given.reason).await? == Edited::Done {
                deleted.push((format!("{}.{}", thing.0, thing.1), String::new()));
            }
            progress.advance(1);
        }
        Ok(deleted)
    });
    Ok(Outcome::Done(deleted.await?))
}

pub(super) async fn change(acting: &Acting, given: &Given, version: Option<i32>) -> Result<Saved> {
    let title: Title = match read(given, "title") {
        Ok(title) => title,
        Err(wrong) => return Ok(wrong),
    };
    let done = given.field("state") == "done";
    let [thing] = given.pairs()[..] else { return Ok(Saved::Gone) };
    let changed = acting
        .operator
        .write(async |tx| projects::edit_task(tx, thing, &title, done, version, &given.reason).await);
    Ok(edited(changed.await?, given))
}
