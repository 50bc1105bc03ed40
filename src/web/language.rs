//! Which language a request is answered in: the one that was chosen at this browser, else the first that the browser asks for.
//! A page is in one language; nothing of a session or a tenant decides about it.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::Preferences;
use crate::language::{self, Language};

/// The middleware: what is answered within is in the language that the request wants.
pub async fn speak(request: Request, next: Next) -> Response {
    let mut response = language::within(wanted(request.headers()), next.run(request)).await;
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// The one that was chosen; else that of the greatest weight, the first of several (RFC 9110, section 12.5.4).
fn wanted(headers: &HeaderMap) -> Language {
    let chosen = Preferences::of(headers).language;
    let asked = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut asked: Vec<_> = asked.flat_map(|value| value.split(',')).filter_map(weighed).collect();
    asked.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    chosen.or(asked.first().map(|(language, _)| *language)).unwrap_or_default()
}

/// A language that is asked for, and how much; none where it is not spoken here, is not wanted, or has a weight that is none.
fn weighed(range: &str) -> Option<(Language, f32)> {
    let mut parts = range.split(';').map(str::trim);
    let language = Language::of(&parts.next()?.split('-').next()?.to_ascii_lowercase())?;
    let weight = match parts.next() {
        Some(weight) => weight.strip_prefix(['q', 'Q'])?.strip_prefix('=')?.parse().ok()?,
        None => 1.0,
    };
    (weight > 0.0 && weight <= 1.0).then_some((language, weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(cookie: &str, accept: &str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookie.parse().unwrap());
        headers.insert(header::ACCEPT_LANGUAGE, accept.parse().unwrap());
        wanted(&headers).code()
    }

    #[test]
    fn what_was_chosen_counts_and_then_what_the_browser_asks_for() {
        for (cookie, accept, wanted) in [
            ("", "", "en"),
            ("", "de", "de"),
            ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
            ("", "fr, DE;q=0.5", "de"),
            ("", "en-GB,de;q=0.9", "en"),
            ("", "german, *;q=0.1, ;;,", "en"),
            ("", "en;q=0.5,de;q=0.9", "de"),
            ("", "en;q=0.8,de", "de"),
            ("", "de;q=0.8,en;q=0.8", "de"),
            ("", "de;q=0,en;q=0.1", "en"),
            ("", "de ; Q=0.001", "de"),
            ("", "de;q=2,en;q=0.1", "en"),
            ("", "de;q=NaN,de;q=-1,de;level=1", "en"),
            ("language=en", "de", "en"),
            ("language=de", "en", "de"),
            ("language=xx", "de", "de"),
        ] {
            assert_eq!(code(cookie, accept), wanted, "{cookie} {accept}");
        }
    }
}
