//! The parameters of a path.
//!
//! A path whose parameter cannot be read is a path that does not exist: it answers like an id of another tenant.

#![expect(clippy::disallowed_types, reason = "wrapped here")]

use axum::{
    extract::{FromRequestParts, Path as PathExtractor},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use super::App;
use crate::error::{Error, Result};

/// The parameters of the route, as typed ids.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        match PathExtractor::from_request_parts(parts, app).await {
            Ok(PathExtractor(parameters)) => Ok(Self(parameters)),
            Err(_unreadable) => Err(Error::NotFound),
        }
    }
}
