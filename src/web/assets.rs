//! The files that pages load: embedded in the program, compressed, and named by their content, so that a browser keeps
//! them for ever and a new version is a new name.

use std::sync::LazyLock;

use axum::Router;
use memory_serve::{MemoryServe, load};

use crate::ui::AssetUrls;

const FOLDER: &str = "/assets";

static URLS: LazyLock<AssetUrls> = LazyLock::new(|| {
    let manifest = files().manifest();
    let url = |name: &str| format!("{FOLDER}{}", manifest.get(name).unwrap_or(name));
    AssetUrls {
        css: url("/app.css"),
        htmx: url("/htmx.min.js"),
        app: url("/app.js"),
        icon: url("/favicon.svg"),
    }
});

#[expect(unused_qualifications, reason = "in what the build script generates")]
fn files() -> MemoryServe {
    load!().index_file(None).enable_hashed_routes(true)
}

/// Where each file is.
#[must_use]
pub fn urls() -> &'static AssetUrls {
    &URLS
}

/// Serves the files.
pub fn router() -> Router {
    Router::new().nest(FOLDER, files().into_router())
}
