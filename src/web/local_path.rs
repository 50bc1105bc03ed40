//! Where to go after sign-in: a path of this site, and never another site (open redirect, CWE-601).
//! Nothing that a browser could read as another host passes.

use axum::http::Uri;

/// `text` when it is an absolute path of this site, with its query; else the start page.
///
/// Browsers read a backslash as a slash and drop tabs and line breaks, so `/\host` and `/⇥/host` would leave the site.
#[must_use]
pub fn local_path(text: &str) -> &str {
    let local = text.starts_with('/')
        && !text.starts_with("//")
        && text.chars().all(|c| c.is_ascii_graphic() && c != '\\')
        && text.parse::<Uri>().is_ok_and(|uri| uri.authority().is_none());
    if local { text } else { "/" }
}

/// `text` as the value of a parameter in a query string.
#[must_use]
pub fn as_parameter(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_paths_of_this_site() {
        for path in ["/", "/projects/", "/search/?q=a%20b&x=1", "/projects/0190/#task"] {
            assert_eq!(local_path(path), path);
        }
    }

    #[test]
    fn refuses_everything_else() {
        for path in [
            "",
            "projects/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/a b",
            "/\u{e9}",
            "/\r\nSet-Cookie: a=b",
        ] {
            assert_eq!(local_path(path), "/", "{path:?}");
        }
    }

    #[test]
    fn a_parameter_survives_the_round_trip() {
        assert_eq!(as_parameter("/search/?q=a b&c"), "%2Fsearch%2F%3Fq%3Da+b%26c");
    }
}
