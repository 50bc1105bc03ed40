//! All components with their states on one page, to look at while working on them; debug builds alone have it.
//! It shows no data: what stands on it is made up here.

mod view;

use axum::response::Response;

use crate::web::{Access, Chrome, Route, get};

/// The routes of this feature: none in a release.
#[must_use]
pub fn routes() -> Vec<Route> {
    if cfg!(debug_assertions) { vec![get("/dev/ui/", Access::SignedIn, index)] } else { Vec::new() }
}

async fn index(chrome: Chrome) -> Response {
    chrome.page("Components", &view::index())
}
