//! Things that are deleted into their tenants' trash, and brought back from it where nobody did anything about one since.
//! Of each it is kept by which moment the trash knows it: what was brought back and deleted again is known by another.

use std::{fmt::Display, str::FromStr};

use super::{AT_ONCE, Acting, Given, OVERTAKEN, Outcome, Progress, undone};
use crate::{
    admin::acts::Reason,
    db::OperatorTx,
    error::{Error, Result},
    id::TenantId,
};

/// A kind of thing that has a place in the trash.
pub(in crate::admin) trait Deletable {
    /// By which one is known in its tenant.
    type Id: Copy + Display + FromStr + Send + Sync;

    /// Deletes one: by which moment the trash knows it.
    fn delete(
        tx: &OperatorTx,
        one: (TenantId, Self::Id),
        reason: &Reason,
    ) -> impl Future<Output = Result<Option<i64>>> + Send;

    /// Brings back those that were deleted last at that moment; false when one was not.
    fn restore(
        tx: &OperatorTx,
        these: &[(TenantId, Self::Id)],
        at: i64,
        reason: &Reason,
    ) -> impl Future<Output = Result<bool>> + Send;
}

/// Deletes things: those that were there are told, each with the moment.
pub(in crate::admin) async fn deleted<D: Deletable>(
    acting: &Acting,
    given: &Given,
    progress: &Progress,
) -> Result<Outcome> {
    let deleted = acting.operator.write_at_length(async |tx| {
        let mut deleted = Vec::new();
        for (tenant, id) in given.pairs::<D::Id>() {
            if let Some(at) = D::delete(tx, (tenant, id), &given.reason).await? {
                deleted.push((format!("{tenant}.{id}"), at.to_string()));
            }
            progress.advance(1);
        }
        Ok(deleted)
    });
    Ok(Outcome::Done(deleted.await?))
}

/// Brings all of them back, or none. They were deleted by one transaction, and so at one moment.
pub(in crate::admin) async fn restored<D: Deletable>(
    acting: &Acting,
    given: &Given,
    progress: &Progress,
) -> Result<Outcome> {
    let overtaken = || Error::Constraint(OVERTAKEN.to_owned());
    let at: Option<i64> = given.things.first().and_then(|(_, at)| at.parse().ok());
    let restored = acting.operator.write_at_length(async |tx| {
        let at = at.ok_or_else(overtaken)?;
        for some in given.pairs::<D::Id>().chunks(AT_ONCE) {
            if !D::restore(tx, some, at, &given.reason).await? {
                return Err(overtaken());
            }
            progress.advance(some.len());
        }
        Ok(())
    });
    // A project that is deleted in the same moment takes the place of its task away.
    let restored = restored.await.map_err(|failure| match failure {
        Error::NotFound => overtaken(),
        other => other,
    });
    undone(restored, given)
}
