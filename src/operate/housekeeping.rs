//! What is done beside the requests: at the start, the era is begun; every minute, the audit trail is sealed; every hour,
//! expired sessions, old attempts, old trash, the tenants that are past their grace, and what the trails need not keep are removed.
//!
//! It runs in every instance; the second finds nothing to do.

use std::time::Duration;

use super::{
    Result,
    audit::{self, Heads},
    tenants,
};
use crate::{db::Pools, sql};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// Says on which server the database lives, before anything is served: the trails are in an order that each server counts anew.
///
/// # Errors
/// When the database cannot be asked.
pub async fn begin_era(pools: &Pools) -> Result<()> {
    pools.identity().write(async |tx| tx.run(sql!("identity/begin_era"), &[]).await).await?;
    Ok(())
}

/// Keeps house for as long as it is polled. What fails is tried again when it is due again. The trails are kept for so many days,
/// or for ever.
pub async fn run(pools: &Pools, heads: Option<&Heads>, retention_days: Option<i32>) {
    let mut minutes = tokio::time::interval(MINUTE);
    let mut hours = tokio::time::interval(HOUR);
    loop {
        let done = tokio::select! {
            _ = minutes.tick() => audit::seal(pools, heads).await.map(drop),
            _ = hours.tick() => sweep(pools, retention_days).await,
        };
        if let Err(failure) = done {
            tracing::warn!(%failure, "housekeeping failed");
        }
    }
}

async fn sweep(pools: &Pools, retention_days: Option<i32>) -> Result<()> {
    let identity = pools.identity();
    identity.write(async |tx| tx.run(sql!("identity/sweep"), &[]).await).await?;
    identity.write(async |tx| tx.run(sql!("identity/empty_trash"), &[]).await).await?;
    tenants::purge(pools).await?;
    if let Some(days) = retention_days {
        audit::expire(pools, days).await?;
    }
    Ok(())
}
