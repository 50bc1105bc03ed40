//! A tenant's rows without row security, and with it but without pipelining.
//!
//! *Explicit*: each statement names its tenant in every table that it reads, its role is exempt from row security, and no
//! transaction is needed. Statements of a page travel together. *Naive*: the product's statements and role; BEGIN, SET
//! LOCAL, every statement and COMMIT are awaited one by one, as a driver's own transaction does.
//! Pool, prepared statements and deadline are as in the product. Neither is fit to be used.

use std::{sync::OnceLock, time::Duration};

use axum::{extract::FromRequestParts, http::request::Parts};
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use futures_util::TryStreamExt;
use rowhouse::{
    error::{Error, Result},
    id::TenantId,
    web::{App, session::SignedIn},
};
use tokio::sync::Mutex;
use tokio_postgres::{Config, NoTls, Row};

pub(crate) use rowhouse::db::{FromRow, Param, Pools, Query, Verdict};

/// How tenants are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// By the statements.
    Explicit,
    /// By row security, with a round trip for every message.
    Naive,
}

static ROWS: OnceLock<(Kind, Pool)> = OnceLock::new();

/// Names the database of this process. Once.
pub(crate) fn open(kind: Kind, config: &Config, size: usize) -> anyhow::Result<()> {
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(config.clone(), NoTls, recycling);
    let wait = Some(Duration::from_secs(3));
    let pool = Pool::builder(manager)
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .wait_timeout(wait)
        .create_timeout(wait)
        .build()?;
    ROWS.set((kind, pool)).map_err(|_| anyhow::anyhow!("opened twice"))
}

/// What handlers take instead of the product's capability of this name.
pub(crate) struct Tenant {
    id: TenantId,
}

impl FromRequestParts<App> for Tenant {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        // Put there by the guard of the route, which is the product's.
        let person = parts.extensions.get::<std::sync::Arc<SignedIn>>().ok_or(Error::SignInRequired)?;
        let workplace = person.tenant.as_ref().ok_or(Error::NoTenant { panel: person.sees_all_tenants() })?;
        Ok(Self { id: workplace.id })
    }
}

/// A connection and the tenant that it is used for.
pub(crate) struct TenantTx {
    client: Object,
    kind: Kind,
    tenant: TenantId,
    /// Held while a naive transaction waits, which can do one thing at a time. Whether it has begun.
    begun: Mutex<bool>,
}

struct Answer {
    rows: Vec<Row>,
    affected: u64,
}

impl Tenant {
    pub(crate) async fn read<T>(&self, work: impl AsyncFnOnce(&TenantTx) -> Result<T>) -> Result<T> {
        self.write(work).await
    }

    pub(crate) async fn write<T>(&self, work: impl AsyncFnOnce(&TenantTx) -> Result<T>) -> Result<T> {
        let late = |_| Error::unavailable("the database did not answer in time", None);
        tokio::time::timeout(Duration::from_secs(8), self.run(work)).await.map_err(late)?
    }

    pub(crate) async fn write_in_one_flight<T>(
        &self,
        work: impl AsyncFnOnce(&TenantTx) -> Result<T>,
    ) -> Result<T> {
        self.write(work).await
    }

    async fn run<T>(&self, work: impl AsyncFnOnce(&TenantTx) -> Result<T>) -> Result<T> {
        let (kind, pool) = ROWS.get().ok_or_else(|| Error::internal("not opened"))?;
        let client = pool.get().await?;
        let tx = TenantTx { client, kind: *kind, tenant: self.id, begun: Mutex::new(false) };
        let value = work(&tx).await?;
        if *tx.begun.lock().await {
            tx.client.batch_execute("COMMIT").await?;
        }
        Ok(value)
    }
}

impl TenantTx {
    pub(crate) async fn all<T: FromRow>(&self, query: Query, params: &[Param<'_>]) -> Result<Vec<T>> {
        let answer = self.send(query, params).await?;
        Ok(answer.rows.iter().map(T::from_row).collect::<Result<_, _>>()?)
    }

    pub(crate) async fn one<T: FromRow>(&self, query: Query, params: &[Param<'_>]) -> Result<T> {
        let answer = self.send(query, params).await?;
        let row = answer.rows.first().ok_or(Error::NotFound)?;
        Ok(T::from_row(row)?)
    }

    pub(crate) async fn run(&self, query: Query, params: &[Param<'_>]) -> Result<u64> {
        Ok(self.send(query, params).await?.affected)
    }

    async fn send(&self, query: Query, params: &[Param<'_>]) -> Result<Answer> {
        match self.kind {
            Kind::Explicit => {
                let params: Vec<Param<'_>> =
                    params.iter().copied().chain([&self.tenant as Param<'_>]).collect();
                self.exchange(explicit(query)?, &params).await
            }
            Kind::Naive => {
                let mut begun = self.begun.lock().await;
                if !*begun {
                    self.client.batch_execute("BEGIN").await?;
                    *begun = true;
                    let context = format!("SET LOCAL app.tenant_id = '{}'", self.tenant);
                    self.client.batch_execute(&context).await?;
                }
                self.exchange(query.text, params).await
            }
        }
    }

    async fn exchange(&self, text: &str, params: &[Param<'_>]) -> Result<Answer> {
        let statement = self.client.prepare_cached(text).await?;
        let rows = self.client.query_raw(&statement, params.iter().copied()).await?;
        let mut rows = std::pin::pin!(rows);
        let fetched = rows.as_mut().try_collect().await?;
        Ok(Answer { rows: fetched, affected: rows.rows_affected().unwrap_or_default() })
    }
}

/// The same statement with its tenant as the last parameter.
fn explicit(query: Query) -> Result<&'static str> {
    Ok(match query.name {
        "dashboard/recent" => include_str!("../../sql/explicit/dashboard/recent.sql"),
        "dashboard/week" => include_str!("../../sql/explicit/dashboard/week.sql"),
        "dashboard/statistics" => include_str!("../../sql/explicit/dashboard/statistics.sql"),
        "projects/find" => include_str!("../../sql/explicit/projects/find.sql"),
        "projects/list" => include_str!("../../sql/explicit/projects/list.sql"),
        "search/projects" => include_str!("../../sql/explicit/search/projects.sql"),
        "search/tasks" => include_str!("../../sql/explicit/search/tasks.sql"),
        "tasks/list" => include_str!("../../sql/explicit/tasks/list.sql"),
        name => return Err(Error::internal(format!("{name} is not measured without row security"))),
    })
}
