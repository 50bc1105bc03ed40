//! The superuser panel: all tenants and their counts. Its lists read, on a role that can do nothing else; what is done is an
//! act, by another role, and says who did it.
//! A superuser's session opens it and nothing else does; what it shows, no tenant's page ever shows.

pub mod acts;
mod impersonation;
mod password_check;
mod trail;
mod view;

use axum::response::Response;
use futures_util::future::try_join;

use crate::{
    columns,
    db::{Admin, AdminTx},
    error::Result,
    id::TenantId,
    sql,
    web::{Access, After, Chrome, PAGE_SIZE, Query, Route, STOP_IMPERSONATION, Window, get, post},
};

/// A tenant as the panel shows it.
#[derive(Debug)]
struct TenantSummary {
    id: TenantId,
    slug: String,
    name: String,
    status: String,
    members: i64,
    projects: i64,
    tasks: i64,
    done: i64,
}

columns!(TenantSummary { id, slug, name, status, members, projects, tasks, done });

/// The figures at the head of the panel.
#[derive(Debug)]
struct Statistics {
    tenants: i64,
    active: i64,
}

columns!(Statistics { tenants, active });

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/admin/", Access::Superuser, index),
        get(trail::PATH, Access::Superuser, trail::index),
        get(impersonation::PATH, Access::Superuser, impersonation::form),
        post(impersonation::PATH, Access::Superuser, impersonation::begin),
        post(STOP_IMPERSONATION, Access::SignedIn, impersonation::stop),
    ]
}

async fn index(chrome: Chrome, admin: Admin, Query(page): Query<After<TenantId>>) -> Result<Response> {
    let (statistics, tenants) =
        admin.read(async |tx| try_join(statistics(tx), tenants(tx, page.after)).await).await?;
    Ok(chrome.page("All tenants", &view::index(&statistics, &tenants)))
}

async fn statistics(tx: &AdminTx) -> Result<Statistics> {
    tx.one(sql!("admin/statistics"), &[]).await
}

async fn tenants(tx: &AdminTx, after: Option<TenantId>) -> Result<Window<TenantSummary>> {
    Ok(Window::of(tx.all(sql!("admin/tenants"), &[&after, &(PAGE_SIZE + 1)]).await?))
}
