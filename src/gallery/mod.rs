//! All components with their states on one page, to look at while working on them; debug builds alone have it.
//! It shows no data: what stands on it is made up here.

mod view;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use crate::web::{Access, Chrome, Query, Route, get};

/// The routes of this feature: none in a release.
#[must_use]
pub fn routes() -> Vec<Route> {
    if cfg!(debug_assertions) { vec![get("/dev/ui/", Access::SignedIn, index)] } else { Vec::new() }
}

#[derive(Deserialize)]
struct Asked {
    /// A status, to see how it is answered: `?answer=503`.
    answer: Option<u16>,
}

async fn index(chrome: Chrome, Query(asked): Query<Asked>) -> Response {
    match asked.answer.map(StatusCode::from_u16) {
        Some(Ok(status)) if status.is_client_error() || status.is_server_error() => status.into_response(),
        _ => chrome.page("Components", &view::index()),
    }
}
