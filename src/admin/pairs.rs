//! Names and values, as forms and addresses of the panel have them: one by its name, the page that one came from, and a word more on
//! the way back. Nothing here knows a model, or reads a row; where a path leads off the panel, there is none.

use crate::web::local_path::local_path;

/// The page of the panel that one came from and goes back to, where a form names one.
pub(super) fn back(pairs: &[(String, String)]) -> Option<&str> {
    // A browser takes dot segments out of a path, and what is left may be a page elsewhere.
    let dots = |path: &str| {
        let path = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        path.replace("%2e", ".").split('/').any(|segment| [".", ".."].contains(&segment))
    };
    Some(local_path(value(pairs, "back"))).filter(|path| path.starts_with("/admin/") && !dots(path))
}

/// The same with something said there.
pub(super) fn saying(path: &str, what: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}{what}")
}

/// The first value of that name in a form.
pub(super) fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}
