//! The transaction that carries a scope's context, pipelined: one round trip for a read, and for a write that decides
//! nothing by its answers; two for any other write, and three for an act, which asks last whether whoever acts may do so still.
//!
//! A read's end travels with its statements, and so does the COMMIT of a write in one flight. That of any other write waits
//! for their answers.
//!
//! Invariants. No statement runs outside a transaction whose context was sent before it. A transaction in which any
//! statement was not *seen to succeed* never reports a commit. A connection goes back to its pool only when nothing of
//! this transaction is left on it. This file alone sends text to the server that is not a file of `sql/`: constants and
//! parsed ids.

use std::{
    fmt::{self, Write as _},
    future::{poll_fn, ready},
    marker::PhantomData,
    mem,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::{Context, Poll},
    time::Duration,
};

use deadpool_postgres::ClientWrapper;
use futures_util::{FutureExt, TryStreamExt, future::BoxFuture, poll};
use tokio::sync::{Mutex, MutexGuard};
use tokio_postgres::{Row, types::ToSql};

use super::{
    connection::Connector,
    failure::must_reconnect,
    pool::RolePool,
    query::FromRow,
    query::Query,
    scope::{Origin, Scope},
};
use crate::{
    error::{Error, Result},
    id::{JobId, TenantId, UserId},
};

/// How long a statement that nobody waits for any more may run on.
const GRACE: Duration = Duration::from_millis(20);
/// How long a cancel may take to be sent.
const CLEANUP: Duration = Duration::from_secs(3);

/// A parameter of a statement.
pub type Param<'a> = &'a (dyn ToSql + Sync);

/// How a transaction opens: BEGIN and its context, as one text that is sent ahead of its first statement.
///
/// One message, because each is a cycle of its own for the server, which answers it with a write to the socket, and one more
/// answer to wait for here. When BEGIN fails, the server leaves out the rest.
pub(super) struct Access {
    opening: String,
    committing: Committing,
}

/// Whether COMMIT has been sent and its answer not been seen: what is left behind then is done, or it is not.
pub(super) type Committing = Arc<AtomicBool>;

impl Access {
    pub(super) fn read() -> Self {
        Self::opened_by("BEGIN READ ONLY")
    }

    pub(super) fn write() -> Self {
        Self::opened_by("BEGIN READ WRITE")
    }

    fn opened_by(begin: &str) -> Self {
        Self { opening: begin.to_owned(), committing: Committing::default() }
    }

    /// For whoever gives the transaction up.
    pub(super) fn committing(&self) -> Committing {
        Arc::clone(&self.committing)
    }

    // SET takes no parameters, so a value must be part of the text: only parsed ids and addresses are ever formatted here.

    pub(super) fn in_tenant(self, tenant: TenantId) -> Self {
        self.set(format_args!("app.tenant_id = '{tenant}'"))
    }

    pub(super) fn by(self, user: UserId) -> Self {
        self.set(format_args!("app.user_id = '{user}'"))
    }

    pub(super) fn operated_by(self, superuser: UserId) -> Self {
        self.set(format_args!("app.operator_id = '{superuser}'"))
    }

    pub(super) fn of_job(self, job: JobId) -> Self {
        self.set(format_args!("app.job_id = '{job}'"))
    }

    pub(super) fn coming_from(self, Origin { address, request }: Origin) -> Self {
        let access = match address {
            Some(address) => self.set(format_args!("app.client_address = '{address}'")),
            None => self,
        };
        match request {
            Some(request) => access.set(format_args!("app.request_id = '{request}'")),
            None => access,
        }
    }

    fn set(mut self, setting: fmt::Arguments<'_>) -> Self {
        // Writing to a String does not fail.
        let _ = write!(self.opening, "; SET LOCAL {setting}");
        self
    }
}

/// A transaction in scope `S`. Lent to the closure of `read` or `write`; there is no other way to have one.
#[expect(clippy::disallowed_types, reason = "the transaction owns its connection")]
pub struct Tx<S: Scope> {
    /// None once it has been given back.
    client: Option<deadpool_postgres::Object>,
    connector: Connector,
    access: Access,
    /// BEGIN has been sent, and no end.
    opened: AtomicBool,
    /// Held while a statement is prepared and sent.
    turn: Mutex<()>,
    /// Some statement has not been seen to succeed.
    doubtful: AtomicBool,
    /// The connection must not be used again.
    spoilt: AtomicBool,
    scope: PhantomData<fn() -> S>,
}

/// Marks the transaction doubtful unless disarmed: covers an error, a dropped future and a panic alike.
struct Armed<'a>(&'a AtomicBool);

impl Armed<'_> {
    fn disarm(self) {
        mem::forget(self);
    }
}

impl Drop for Armed<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// The answer to COMMIT, once it is there.
type CommitAnswer<'a> = BoxFuture<'a, Result<(), tokio_postgres::Error>>;

struct Answer {
    rows: Vec<Row>,
    affected: u64,
}

impl<S: Scope> Tx<S> {
    /// Takes a connection. Nothing is sent before the first statement.
    pub(super) async fn new(pool: &RolePool, access: Access) -> Result<Self> {
        Ok(Self {
            client: Some(pool.connections.get().await?),
            connector: pool.connector.clone(),
            access,
            opened: AtomicBool::new(false),
            turn: Mutex::new(()),
            doubtful: AtomicBool::new(false),
            spoilt: AtomicBool::new(false),
            scope: PhantomData,
        })
    }

    /// All rows.
    ///
    /// # Errors
    /// What PostgreSQL says; see `db::failure`. So for every method here.
    pub async fn all<T: FromRow>(&self, query: Query, params: &[Param<'_>]) -> Result<Vec<T>> {
        let answer = self.send(query, params).await?;
        Ok(answer.rows.iter().map(T::from_row).collect::<Result<_, _>>()?)
    }

    /// The only row, or none.
    pub async fn opt<T: FromRow>(&self, query: Query, params: &[Param<'_>]) -> Result<Option<T>> {
        let answer = self.send(query, params).await?;
        Ok(answer.rows.first().map(T::from_row).transpose()?)
    }

    /// The only row.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn one<T: FromRow>(&self, query: Query, params: &[Param<'_>]) -> Result<T> {
        self.opt(query, params).await?.ok_or(Error::NotFound)
    }

    /// Runs a statement for its effect: the number of rows it touched.
    pub async fn run(&self, query: Query, params: &[Param<'_>]) -> Result<u64> {
        Ok(self.send(query, params).await?.affected)
    }

    async fn send(&self, query: Query, params: &[Param<'_>]) -> Result<Answer> {
        // Before preparing: a statement that cannot be parsed aborts an open transaction too.
        let armed = Armed(&self.doubtful);
        // Statements are sent in the order in which they were asked for, also when one of them has to be prepared first.
        let turn = self.turn.lock().await;
        if self.access.committing.load(Relaxed) {
            return Err(Error::internal("a statement after the COMMIT that travelled with those before it"));
        }
        match self.exchange(turn, query, params).await {
            Ok(answer) => {
                armed.disarm();
                Ok(answer)
            }
            Err(failure) => {
                if must_reconnect(&failure) {
                    self.spoilt.store(true, Relaxed);
                }
                tracing::debug!(query = query.name, %failure, "a statement failed");
                Err(self.told(failure))
            }
        }
    }

    /// The first statement takes BEGIN and the context along in the same flight; statements that are polled together share
    /// one round trip.
    async fn exchange(
        &self,
        turn: MutexGuard<'_, ()>,
        query: Query,
        params: &[Param<'_>],
    ) -> Result<Answer, tokio_postgres::Error> {
        let client = self.client();
        // One round trip when this connection meets the statement for the first time, none after that.
        let statement = client.prepare_cached(query.text).await?;
        let answer = async {
            let mut rows = pin!(client.query_raw(&statement, params.iter().copied()).await?);
            let fetched = rows.as_mut().try_collect().await?;
            Ok(Answer { rows: fetched, affected: rows.rows_affected().unwrap_or_default() })
        };
        let is_first = !self.opened.swap(true, Relaxed);
        // Boxed: two of these side by side in a handler would make its future twenty kilobytes.
        let mut flight = Box::pin(async {
            if !is_first {
                return answer.await;
            }
            // The first poll of each sends, and they are polled in this order.
            let (opened, answer) = tokio::join!(biased; client.batch_execute(&self.access.opening), answer);
            opened.and(answer)
        });
        // One poll, and it is on its way: the next statement may follow without waiting for the answer.
        let sent = poll!(flight.as_mut());
        drop(turn);
        match sent {
            Poll::Ready(answer) => answer,
            Poll::Pending => flight.await,
        }
    }

    fn client(&self) -> &ClientWrapper {
        #[expect(
            clippy::expect_used,
            reason = "taken by drop alone, after which nobody holds the transaction"
        )]
        self.client.as_ref().expect("present until drop")
    }

    /// Sends the end of a read that has begun, without waiting for anything. READ COMMITTED looks anew for every statement,
    /// so a read in several flights sees no less than in one transaction.
    pub(super) fn end_flight(&self) {
        // While a statement is being prepared, those before it may be on their way: it follows them into their transaction.
        let Ok(_turn) = self.turn.try_lock() else { return };
        if self.opened.swap(false, Relaxed) {
            // Queued by its first poll, behind the statements and ahead of whatever comes next on this connection.
            let _ = self.client().batch_execute("ROLLBACK").now_or_never();
        }
    }

    /// Runs `work` and sends COMMIT behind the first statements that it waits for, in the same flight. PostgreSQL commits
    /// nothing when one of them fails; one that comes later is refused.
    pub(super) async fn in_one_flight<T>(&self, work: impl AsyncFnOnce(&Self) -> Result<T>) -> Result<T> {
        let mut work = pin!(work(self));
        let mut commit = None;
        let value = poll_fn(|context| {
            let polled = work.as_mut().poll(context);
            if commit.is_none() {
                commit = self.send_commit(context);
            }
            polled
        })
        .await?;
        if let Some(commit) = commit {
            self.must_be_sound()?;
            commit.await.map_err(|failure| self.told(failure))?;
            self.access.committing.store(false, Relaxed);
        }
        Ok(value)
    }

    /// The answer to a COMMIT that follows what has been sent; none where nothing has, or a statement has still to be.
    fn send_commit(&self, context: &mut Context<'_>) -> Option<CommitAnswer<'_>> {
        let _turn = self.turn.try_lock().ok()?;
        if self.doubtful.load(Relaxed) || !self.opened.swap(false, Relaxed) {
            return None;
        }
        self.access.committing.store(true, Relaxed);
        let mut commit = self.client().batch_execute("COMMIT").boxed();
        // Its first poll sends it. Whatever that says is said again to whoever waits for it.
        match commit.poll_unpin(context) {
            Poll::Ready(answer) => Some(ready(answer).boxed()),
            Poll::Pending => Some(commit),
        }
    }

    /// What a failure is to whoever asked. Where the server said nothing, a COMMIT that had been sent may have been done.
    fn told(&self, failure: tokio_postgres::Error) -> Error {
        if failure.as_db_error().is_none() && self.access.committing.load(Relaxed) {
            Error::Unconfirmed(failure.into())
        } else {
            failure.into()
        }
    }

    /// PostgreSQL answers COMMIT in an aborted transaction with ROLLBACK, which reads as success.
    fn must_be_sound(&self) -> Result<()> {
        if self.doubtful.load(Relaxed) {
            return Err(Error::internal("a statement was not seen to succeed: nothing was committed"));
        }
        Ok(())
    }

    /// Commits, and waits for the answer.
    pub(super) async fn commit(mut self) -> Result<()> {
        self.must_be_sound()?;
        if *self.opened.get_mut() {
            // A COMMIT whose answer nobody saw leaves the connection in doubt.
            self.access.committing.store(true, Relaxed);
            self.client().batch_execute("COMMIT").await.map_err(|failure| self.told(failure))?;
            self.access.committing.store(false, Relaxed);
            *self.opened.get_mut() = false;
        }
        Ok(())
    }
}

impl<S: Scope> Drop for Tx<S> {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        if *self.spoilt.get_mut() {
            discard(client);
        } else if *self.doubtful.get_mut() || self.access.committing.load(Relaxed) {
            // Also before BEGIN: a statement that is still being prepared may be waiting for a lock.
            tokio::spawn(clean(client, self.connector.clone()));
        } else if *self.opened.get_mut() {
            // Queued by its first poll, ahead of whatever the next borrower sends.
            let _ = client.batch_execute("ROLLBACK").now_or_never();
        }
    }
}

/// Perhaps a statement still runs: sees the ROLLBACK through before anyone else waits behind it. What does not end by itself
/// is cancelled, and its connection closed: nobody learns when a cancel has arrived (PostgreSQL documentation, 55.2.8), and
/// one that is late would hit whoever has the connection by then.
#[expect(clippy::disallowed_types, reason = "the transaction owns its connection")]
async fn clean(client: deadpool_postgres::Object, connector: Connector) {
    let ended = tokio::time::timeout(GRACE, client.batch_execute("ROLLBACK")).await;
    match ended {
        Ok(Ok(())) => return,
        Ok(Err(_broken)) => {}
        Err(_still_running) => {
            // One that cannot be sent leaves the statement to its own timeout.
            let cancel = client.cancel_token();
            let _ = tokio::time::timeout(CLEANUP, cancel.cancel_query(connector.tls)).await;
        }
    }
    discard(client);
}

/// Closes the connection instead of giving it back.
#[expect(clippy::disallowed_types, reason = "the transaction owns its connection")]
fn discard(client: deadpool_postgres::Object) {
    drop(deadpool_postgres::Object::take(client));
}
