//! Refuses requests that change something and come from another site (CSRF, CWE-352).
//!
//! By Sec-Fetch-Site (W3C Fetch Metadata), which every current browser sends and no page can set; else by Origin; closed
//! when both are absent. There is no token: it would make pages differ that must be equal, and add nothing to this and
//! to a cookie that is `SameSite`.

use axum::{
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::error::Error;

/// The middleware.
pub async fn refuse(request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_same_origin(request.headers(), request.uri().host()) {
        next.run(request).await
    } else {
        Error::CrossSite.into_response()
    }
}

fn is_same_origin(headers: &HeaderMap, authority: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        // "none": the person did it, from the address bar or a bookmark.
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match (text("origin"), text(header::HOST.as_str()).or(authority)) {
            (Some(origin), Some(host)) => {
                origin.split_once("://").is_some_and(|(_, site)| site.eq_ignore_ascii_case(host))
            }
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(headers: &[(&'static str, &str)]) -> bool {
        let headers =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_same_origin(&headers, None)
    }

    #[test]
    fn believes_fetch_metadata_first() {
        assert!(judged(&[("sec-fetch-site", "same-origin")]));
        assert!(judged(&[("sec-fetch-site", "none")]));
        for site in ["cross-site", "same-site", "", "same-origin, cross-site"] {
            assert!(!judged(&[("sec-fetch-site", site), ("origin", "http://a"), ("host", "a")]), "{site}");
        }
    }

    #[test]
    fn then_the_origin_against_the_host() {
        assert!(judged(&[("origin", "https://rowhouse.example"), ("host", "rowhouse.example")]));
        assert!(judged(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]));
        for origin in ["null", "https://evil.example", "https://rowhouse.example.evil", "rowhouse.example"] {
            assert!(!judged(&[("origin", origin), ("host", "rowhouse.example")]), "{origin}");
        }
    }

    #[test]
    fn is_closed_without_either() {
        assert!(!judged(&[]));
        assert!(!judged(&[("host", "rowhouse.example")]));
        assert!(!judged(&[("origin", "https://rowhouse.example")]));
    }
}
