//! What people send: forms and query strings.
//!
//! A field that is missing is an empty field, so that a form which lacks one is answered with the form and a message,
//! never with a bare error.

#![expect(clippy::disallowed_types, reason = "wrapped here")]

use axum::{
    extract::{Form as FormExtractor, FromRequest, FromRequestParts, Query as QueryExtractor, Request},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::IntoResponse,
};
use serde::de::DeserializeOwned;

use super::App;
use crate::error::{Error, Result};

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// The fields of a form that was sent as `application/x-www-form-urlencoded`.
#[derive(Debug)]
pub struct Form<T>(pub T);

/// The fields of a query string.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequest<App> for Form<T> {
    type Rejection = Error;

    async fn from_request(mut request: Request, app: &App) -> Result<Self> {
        // A request without a body has no type either; it is a form without fields.
        request.headers_mut().entry(header::CONTENT_TYPE).or_insert(FORM);
        match FormExtractor::from_request(request, app).await {
            Ok(FormExtractor(fields)) => Ok(Self(fields)),
            Err(rejection) => Err(match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
                _ => Error::BadRequest("The form could not be read."),
            }),
        }
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        match QueryExtractor::from_request_parts(parts, app).await {
            Ok(QueryExtractor(fields)) => Ok(Self(fields)),
            Err(_unreadable) => Err(Error::BadRequest("The address could not be read.")),
        }
    }
}

/// What a person typed into a field, and what is wrong with it: what a form is shown again with.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// As it was typed.
    pub value: String,
    /// What to say beside the field.
    pub error: Option<String>,
}

impl Input {
    /// A field that holds `value`, with nothing wrong.
    pub fn of(value: impl Into<String>) -> Self {
        Self { value: value.into(), error: None }
    }

    /// A field whose `value` was refused.
    pub fn refused(value: impl Into<String>, error: impl Into<String>) -> Self {
        Self { value: value.into(), error: Some(error.into()) }
    }
}

/// The version of a row that a form was made from. Without one, or with one that is no number, the form is believed
/// whatever happened since: so it is for clients that send none.
#[must_use]
pub fn parse_version(text: &str) -> Option<i32> {
    text.parse().ok()
}
