//! What a person prefers at this browser: light or dark, the language, shortcuts or none; and the sheet of all shortcuts.
//! Nothing here reaches the database: preferences are cookies.

mod view;

use axum::{http::header, response::Response};
use serde::Deserialize;

use crate::{
    language::tr,
    web::{Access, Chrome, Form, Route, get, post},
};

/// Where they are seen and changed.
pub const PATH: &str = "/preferences/";

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![get(PATH, Access::SignedIn, index), post(PATH, Access::Public, change)]
}

#[derive(Deserialize)]
struct Fields {
    theme: Option<String>,
    shortcuts: Option<String>,
    language: Option<String>,
}

async fn index(chrome: Chrome) -> Response {
    chrome.page(tr("Preferences"), &view::index(chrome.preferences()))
}

/// Back to where it was asked for. Also for who is not signed in yet: what is changed is kept in that browser alone.
async fn change(chrome: Chrome, Form(fields): Form<Fields>) -> Response {
    let given = [("theme", fields.theme), ("shortcuts", fields.shortcuts), ("language", fields.language)];
    let wanted = given.into_iter().fold(chrome.preferences(), |preferences, (name, value)| {
        value.map_or(preferences, |value| preferences.with(name, &value))
    });
    let mut answer = chrome.go(chrome.back_or(PATH));
    for cookie in wanted.cookies() {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}
