//! Things that have a status: set for a selection, and put back where nobody did anything about one of them since.
//! Of each it is kept what it was and which version the act left: an undo that meets another version puts nothing back.

use std::{fmt::Display, str::FromStr};

use super::{AT_ONCE, Acting, Given, OVERTAKEN, Outcome, Progress, undone};
use crate::{
    admin::acts::{Reason, Was},
    db::OperatorTx,
    error::{Error, Result},
};

/// A kind of thing that has a status.
pub(in crate::admin) trait Statuses {
    /// By which one is known.
    type Id: Copy + Display + FromStr + Send + Sync;
    /// What it can be.
    type Status: Copy + FromStr + PartialEq + Send + Sync;

    /// As the database calls it.
    fn word(status: Self::Status) -> &'static str;

    /// Sets it, and tells what each was.
    fn set(
        tx: &OperatorTx,
        ids: &[Self::Id],
        status: Self::Status,
        reason: &Reason,
    ) -> impl Future<Output = Result<Vec<Was<Self::Id, Self::Status>>>> + Send;

    /// Sets it of those that are still of these versions, and as the act left them; false when one is not.
    fn put_back(
        tx: &OperatorTx,
        these: (&[Self::Id], &[i32]),
        status: Self::Status,
        left: Self::Status,
        reason: &Reason,
    ) -> impl Future<Output = Result<bool>> + Send;
}

/// Sets a status: those that had another are told, each with what it was.
pub(in crate::admin) async fn set<S: Statuses>(
    acting: &Acting,
    given: &Given,
    progress: &Progress,
    status: S::Status,
) -> Result<Outcome> {
    let set = acting.operator.write_at_length(async |tx| {
        let mut was = Vec::new();
        for some in given.ids().chunks(AT_ONCE) {
            was.extend(S::set(tx, some, status, &given.reason).await?);
            progress.advance(some.len());
        }
        Ok(was)
    });
    let changed = set.await?.into_iter().filter_map(|thing: Was<S::Id, S::Status>| {
        Some((thing.id.to_string(), format!("{} {}", S::word(thing.was), thing.version?)))
    });
    Ok(Outcome::Done(changed.collect()))
}

/// Each as it was, if all are still as the act left them.
pub(in crate::admin) async fn put_back<S: Statuses>(
    acting: &Acting,
    given: &Given,
    progress: &Progress,
    left: S::Status,
) -> Result<Outcome> {
    let put = acting.operator.write_at_length(async |tx| {
        for (status, ids, versions) in as_they_were::<S>(given) {
            for (some, versions) in ids.chunks(AT_ONCE).zip(versions.chunks(AT_ONCE)) {
                if !S::put_back(tx, (some, versions), status, left, &given.reason).await? {
                    // An error, so that none is put back.
                    return Err(Error::Constraint(OVERTAKEN.to_owned()));
                }
                progress.advance(some.len());
            }
        }
        Ok(())
    });
    undone(put.await, given)
}

/// Things that were the same, with the versions that the act left.
type Group<S> = (<S as Statuses>::Status, Vec<<S as Statuses>::Id>, Vec<i32>);

fn as_they_were<S: Statuses>(given: &Given) -> Vec<Group<S>> {
    let mut groups: Vec<Group<S>> = Vec::new();
    for (id, was) in &given.things {
        let Some((was, version)) = was.split_once(' ') else { continue };
        let (Ok(id), Ok(was), Ok(version)) = (id.parse(), was.parse(), version.parse()) else { continue };
        match groups.iter_mut().find(|(group, ..)| *group == was) {
            Some((_, ids, versions)) => {
                ids.push(id);
                versions.push(version);
            }
            None => groups.push((was, vec![id], vec![version])),
        }
    }
    groups
}
