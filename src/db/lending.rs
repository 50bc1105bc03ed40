//! How a transaction is lent: to work that gets it and gives it back, to its end, and within the time of a request.
//!
//! What a scope calls is here, and nothing else calls it: no transaction is begun here without the access that its scope says.

use std::{future::poll_fn, pin::pin, sync::atomic::Ordering::Relaxed, time::Duration};

use super::{
    pool::RolePool,
    scope::Scope,
    transaction::{Access, Tx},
};
use crate::error::{Error, Result};

/// How long a request may keep a connection, whatever the server or the network does.
const DEADLINE: Duration = Duration::from_secs(8);

pub(super) async fn read<S: Scope, T>(
    pool: &RolePool,
    access: Access,
    work: impl AsyncFnOnce(&Tx<S>) -> Result<T>,
) -> Result<T> {
    let tx = Tx::new(pool, access).await?;
    let mut work = pin!(work(&tx));
    // Whatever `work` sends before it waits is a flight. Its end travels with it instead of after its answers, which would
    // wake both sides once more; a statement that is sent later opens a flight of its own.
    poll_fn(|context| {
        let polled = work.as_mut().poll(context);
        tx.end_flight();
        polled
    })
    .await
}

pub(super) async fn write<S: Scope, T>(
    pool: &RolePool,
    access: Access,
    work: impl AsyncFnOnce(&Tx<S>) -> Result<T>,
) -> Result<T> {
    let tx = Tx::new(pool, access).await?;
    let value = work(&tx).await?;
    tx.commit().await?;
    Ok(value)
}

pub(super) async fn write_in_one_flight<S: Scope, T>(
    pool: &RolePool,
    access: Access,
    work: impl AsyncFnOnce(&Tx<S>) -> Result<T>,
) -> Result<T> {
    let tx = Tx::new(pool, access).await?;
    let value = tx.in_one_flight(work).await?;
    tx.commit().await?;
    Ok(value)
}

/// A server that has stopped answering must not hold a request: dropping the transaction ends it, or leaves it to be ended.
pub(super) async fn in_time<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    match tokio::time::timeout(DEADLINE, work).await {
        Ok(done) => done,
        Err(late) => Err(Error::unavailable("the database did not answer in time", Some(late.into()))),
    }
}

/// The same for what writes. Where COMMIT was on its way by then, nobody knows whether it is done.
pub(super) async fn write_in_time<T>(
    access: Access,
    work: impl AsyncFnOnce(Access) -> Result<T>,
) -> Result<T> {
    let committing = access.committing();
    match tokio::time::timeout(DEADLINE, work(access)).await {
        Ok(done) => done,
        Err(late) if committing.load(Relaxed) => Err(Error::Unconfirmed(late.into())),
        Err(late) => Err(Error::unavailable("the database did not answer in time", Some(late.into()))),
    }
}
