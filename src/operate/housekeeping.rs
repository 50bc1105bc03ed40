//! What is done beside the requests: at the start, the era is begun; every hour, expired sessions, old attempts, old trash and
//! the tenants that are past their grace are removed.
//!
//! It runs in every instance; the second finds nothing to do.

use std::time::Duration;

use super::tenants;
use crate::{db::Pools, error::Result, sql};

const EVERY: Duration = Duration::from_hours(1);

/// Says on which server the database lives, before anything is served: the trails are in an order that each server counts anew.
///
/// # Errors
/// When the database cannot be asked.
pub async fn begin_era(pools: &Pools) -> Result<()> {
    pools.identity().write(async |tx| tx.run(sql!("identity/begin_era"), &[]).await).await?;
    Ok(())
}

/// Keeps house for as long as it is polled. What fails is tried again an hour later.
pub async fn run(pools: &Pools) {
    let mut hours = tokio::time::interval(EVERY);
    loop {
        hours.tick().await;
        if let Err(failure) = once(pools).await {
            tracing::warn!(failure = failure.chain(), "housekeeping failed");
        }
    }
}

async fn once(pools: &Pools) -> Result<()> {
    let identity = pools.identity();
    identity.write(async |tx| tx.run(sql!("identity/sweep"), &[]).await).await?;
    identity.write(async |tx| tx.run(sql!("identity/empty_trash"), &[]).await).await?;
    tenants::purge(pools).await?;
    Ok(())
}
