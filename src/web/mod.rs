//! What every feature needs of HTTP: sessions, scopes, routes, forms, pages and problems.
//!
//! Nothing here knows a feature. A handler takes its capability ([`Tenant`](crate::db::Tenant),
//! [`Admin`](crate::db::Admin)) as an argument, and there is no other way for it to reach the database.

mod action;
pub mod assets;
pub mod cross_site;
mod door;
mod form;
mod instance;
pub mod language;
pub mod local_path;
mod page;
mod path;
mod preferences;
pub mod problem;
pub mod revalidate;
mod route;
mod scope;
pub mod security;
pub mod session;
mod window;

use std::sync::Arc;

use axum::extract::FromRef;

use time::OffsetDateTime;

use self::session::Sessions;
use crate::db::{Pools, Verdict};

pub use self::{
    action::{Action, EVERYWHERE},
    door::Door,
    form::{Form, Input, Query, parse_version},
    instance::Instance,
    page::{CODE, Chrome, NavLink, SECOND_FACTOR, STOP_IMPERSONATION},
    path::Path,
    preferences::Preferences,
    route::{Access, Route, delete, get, nowhere, post, router},
    window::{After, PAGE_SIZE, Window},
};

/// What the handlers and extractors share. Cloned a dozen times for every request, so a clone is one count.
#[derive(Clone, Debug)]
pub struct App {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    pools: Pools,
    sessions: Sessions,
    frame: Arc<page::Frame>,
    door: Door,
    verdict: Option<Arc<Verdict>>,
    since: OffsetDateTime,
}

impl App {
    /// The state of one running instance; `links` are the entries of the navigation, those of tenants' pages and those of the panel,
    /// `door` is the panel's, `verdict` what was found of the database.
    #[must_use]
    pub fn new(
        pools: Pools,
        sessions: Sessions,
        links: (&'static [NavLink], Vec<NavLink>),
        door: Door,
        verdict: Option<Verdict>,
    ) -> Self {
        let frame = Arc::new(page::Frame::new(links.0, links.1));
        let (verdict, since) = (verdict.map(Arc::new), OffsetDateTime::now_utc());
        Self { shared: Arc::new(Shared { pools, sessions, frame, door, verdict, since }) }
    }
}

impl FromRef<App> for Sessions {
    fn from_ref(app: &App) -> Self {
        app.shared.sessions.clone()
    }
}
