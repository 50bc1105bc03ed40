//! What a person prefers at this browser: light or dark, shortcuts or none; and the sheet of all shortcuts.
//! Nothing here reaches the database: preferences are cookies.

mod view;

use axum::{
    http::{HeaderMap, header},
    response::Response,
};
use serde::Deserialize;

use crate::web::{Access, Chrome, Form, Route, get, local_path::local_path, post};

/// Where they are seen and changed.
pub const PATH: &str = "/preferences/";

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![get(PATH, Access::SignedIn, index), post(PATH, Access::SignedIn, change)]
}

#[derive(Deserialize)]
struct Fields {
    theme: Option<String>,
    shortcuts: Option<String>,
}

async fn index(chrome: Chrome) -> Response {
    chrome.page("Preferences", &view::index(chrome.preferences()))
}

/// Back to where it was asked for.
async fn change(chrome: Chrome, headers: HeaderMap, Form(fields): Form<Fields>) -> Response {
    let given = [("theme", fields.theme), ("shortcuts", fields.shortcuts)];
    let wanted = given.into_iter().fold(chrome.preferences(), |preferences, (name, value)| {
        value.map_or(preferences, |value| preferences.with(name, &value))
    });
    let mut answer = chrome.go(&came_from(&headers));
    for cookie in wanted.cookies() {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// The page that the browser says it came from, on this site whatever it says.
fn came_from(headers: &HeaderMap) -> String {
    let page =
        headers.get(header::REFERER).and_then(|value| value.to_str().ok()?.parse::<axum::http::Uri>().ok());
    let path = page.as_ref().and_then(|uri| uri.path_and_query()).map_or(PATH, |path| path.as_str());
    local_path(path).to_owned()
}
