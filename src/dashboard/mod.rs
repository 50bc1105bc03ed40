//! The start page of a tenant: its figures and its newest projects.
//! The figures and the projects travel together: one round trip.

mod view;

use axum::response::Response;
use futures_util::future::try_join;

use crate::{
    columns,
    db::{Tenant, TenantTx},
    error::Result,
    projects, sql,
    web::{Access, Chrome, Route, get},
};

/// The figures of a tenant.
#[derive(Debug)]
struct Statistics {
    projects: i64,
    tasks: i64,
    done: i64,
}

columns!(Statistics { projects, tasks, done });

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![get("/", Access::Tenant, index)]
}

async fn index(chrome: Chrome, tenant: Tenant) -> Result<Response> {
    let (statistics, projects) =
        tenant.read(async |tx| try_join(statistics(tx), projects::list(tx, None)).await).await?;
    Ok(chrome.page("Dashboard", &view::index(&statistics, &projects)))
}

async fn statistics(tx: &TenantTx) -> Result<Statistics> {
    tx.one(sql!("dashboard/statistics"), &[]).await
}
