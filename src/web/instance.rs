//! What is known of this running instance: since when it serves, what the doctor said then, and how its pools and its memory
//! of sessions are doing.
//!
//! Figures alone; there is no way from here to a connection or to anybody's session. Whoever sees the panel gets it and nobody else does.

use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};
use time::OffsetDateTime;

use super::{App, scope::sees_all_tenants, session::SessionFigures};
use crate::{
    db::{PoolFigures, Verdict},
    error::{Error, Result},
};

/// This instance, as it was when the request came.
#[derive(Debug)]
pub struct Instance {
    /// Since when it serves.
    pub since: OffsetDateTime,
    /// What was found of its database before the first request; none where nobody examined it.
    pub verdict: Option<Arc<Verdict>>,
    /// Its pools.
    pub pools: [PoolFigures; 4],
    /// Its memory of sessions.
    pub sessions: SessionFigures,
}

impl FromRequestParts<App> for Instance {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        sees_all_tenants(parts, app).await?;
        let shared = &app.shared;
        Ok(Self {
            since: shared.since,
            verdict: shared.verdict.clone(),
            pools: shared.pools.figures(),
            sessions: shared.sessions.figures(),
        })
    }
}
