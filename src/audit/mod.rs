//! The tenant's audit trail: who added, changed and deleted what.
//! It reads. Entries come into being in the database alone, and nobody can change one.

mod entry;
mod filter;
mod view;

use axum::response::Response;

use self::{
    entry::Entry,
    filter::{Asked, Filter},
};
use crate::{
    db::{Tenant, TenantTx},
    error::Result,
    language::tr,
    sql,
    web::{Access, Chrome, PAGE_SIZE, Query, Route, Window, get},
};

/// Where it is seen.
pub const PATH: &str = "/audit/";

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![get(PATH, Access::Tenant, index)]
}

async fn index(chrome: Chrome, tenant: Tenant, Query(asked): Query<Asked>) -> Result<Response> {
    let filter = asked.filter();
    let (entries, person) = tenant
        .read(async |tx| futures_util::future::try_join(entries(tx, &filter), person(tx, &filter)).await)
        .await?;
    Ok(chrome.page(tr("Audit trail"), &view::index(&filter, person.as_deref(), &entries)))
}

async fn entries(tx: &TenantTx, filter: &Filter) -> Result<Window<Entry>> {
    let Filter { after, act, person, object, from, until, .. } = filter;
    let (era, xid, id) = after
        .as_ref()
        .map_or((None, None, None), |place| (Some(place.era), Some(&place.xid), Some(place.id)));
    let most = PAGE_SIZE + 1;
    let rows = match object {
        Some(object) => tx.all(sql!("audit/of_object"), &[&era, &xid, &id, object, &most]).await?,
        None => {
            tx.all(sql!("audit/list"), &[&era, &xid, &id, &act.column(), person, from, until, &most]).await?
        }
    };
    Ok(Window::of(rows))
}

async fn person(tx: &TenantTx, filter: &Filter) -> Result<Option<String>> {
    match filter.person {
        Some(person) => tx.opt(sql!("audit/person"), &[&person]).await,
        None => Ok(None),
    }
}
