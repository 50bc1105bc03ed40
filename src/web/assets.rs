//! The files that pages load: embedded in the program, compressed, and named by their content, so that a browser keeps
//! them for ever and a new version is a new name. No file is read from the disk while serving.

use std::sync::LazyLock;

use axum::Router;
use memory_serve::{CacheControl, MemoryServe, load};

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

/// Made once: `into_router` unpacks the files and never gives their memory back.
static ROUTER: LazyLock<Router> = LazyLock::new(|| Router::new().nest(FOLDER, files().into_router()));

/// The same in every build: what is tested is what is shipped.
#[expect(unused_qualifications, reason = "in what the build script generates")]
fn files() -> MemoryServe {
    load!()
        .index_file(None)
        .enable_hashed_routes(true)
        .enable_brotli(true)
        .enable_gzip(true)
        .cache_control(CacheControl::NoCache)
}

/// Where each file is.
#[must_use]
pub fn urls() -> &'static AssetUrls {
    &URLS
}

/// Serves the files.
pub fn router() -> Router {
    ROUTER.clone()
}

#[cfg(test)]
mod tests {
    use axum::{
        body::{Body, to_bytes},
        http::{Request, header},
    };
    use tower::ServiceExt;

    use super::*;

    /// How long a file is kept, how it is packed, and how many bytes travel.
    async fn get(path: &str, accepted: &str) -> (String, String, usize) {
        let request = Request::builder()
            .uri(path)
            .header(header::ACCEPT_ENCODING, accepted)
            .body(Body::empty())
            .unwrap();
        let response = router().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let (head, body) = response.into_parts();
        let length = to_bytes(body, usize::MAX).await.unwrap().len();
        let text =
            |name| head.headers.get(name).map_or(String::new(), |value| value.to_str().unwrap().to_owned());
        (text(header::CACHE_CONTROL), text(header::CONTENT_ENCODING), length)
    }

    #[tokio::test]
    async fn every_file_is_kept_for_ever_under_the_name_of_its_content() {
        let AssetUrls { css, htmx, app, icon } = urls();
        for (url, plain) in [(css, "app.css"), (htmx, "htmx.min.js"), (app, "app.js"), (icon, "favicon.svg")]
        {
            assert_ne!(*url, format!("{FOLDER}/{plain}"));
            assert!(get(url, "identity").await.0.contains("immutable"), "{url}");
            assert_eq!(get(&format!("{FOLDER}/{plain}"), "identity").await.0, "no-cache");
        }
    }

    #[tokio::test]
    async fn a_first_visit_loads_less_than_28_kilobytes() {
        let AssetUrls { css, htmx, app, icon } = urls();
        let mut loaded = 0;
        for url in [css, htmx, app, icon] {
            let (_, encoding, length) = get(url, "br, gzip").await;
            assert_eq!(encoding, "br", "{url}");
            assert_eq!(get(url, "gzip").await.1, "gzip", "{url}");
            loaded += length;
        }
        assert!(loaded < 28_000, "{loaded} bytes");
    }

    /// The file of the npm package htmx.org 4.0.1, to the bit. A new version is a decision, and begins here.
    #[test]
    fn htmx_is_the_file_that_its_authors_published() {
        assert!(urls().htmx.contains("a0abb04f2f45a1f8"), "{}", urls().htmx);
    }
}
