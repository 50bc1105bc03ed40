//! The start page of a tenant: its figures, the last seven days, what was touched lately, and its newest projects.
//! All of it travels together: one round trip.

mod view;

use axum::response::Response;
use futures_util::future::try_join4;

use crate::{
    columns,
    db::{Tenant, TenantTx},
    error::Result,
    id::{ProjectId, TaskId},
    language::tr,
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

/// A day of the last seven, and how many tasks were done on it.
#[derive(Debug)]
struct Day {
    day: String,
    done: i64,
}

columns!(Day { day, done });

/// A task that was created or done lately.
#[derive(Debug)]
struct Recent {
    id: TaskId,
    project_id: ProjectId,
    title: String,
    done: bool,
    project: String,
    /// In seconds.
    age: i64,
}

columns!(Recent { id, project_id, title, done, project, age });

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![get("/", Access::Tenant, index)]
}

async fn index(chrome: Chrome, tenant: Tenant) -> Result<Response> {
    let (statistics, week, recent, projects) = tenant
        .read(async |tx| try_join4(statistics(tx), week(tx), recent(tx), projects::list(tx, None)).await)
        .await?;
    Ok(chrome.page(tr("Dashboard"), &view::index(&statistics, &week, &recent, &projects)))
}

async fn statistics(tx: &TenantTx) -> Result<Statistics> {
    tx.one(sql!("dashboard/statistics"), &[]).await
}

async fn week(tx: &TenantTx) -> Result<Vec<Day>> {
    tx.all(sql!("dashboard/week"), &[]).await
}

async fn recent(tx: &TenantTx) -> Result<Vec<Recent>> {
    tx.all(sql!("dashboard/recent"), &[]).await
}
