//! Parts that are read again: a list that is as it was travels once (RFC 9110, section 13.1.2).
//!
//! Parts alone, those that htmx asks for: a page is kept by nobody, so that Back shows nothing to whoever comes after
//! somebody who signed out. What a browser keeps of a part it asks about each time, and no tag is ever that of another
//! session, also where both would see the same.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use tower_sessions::Session;

use super::{page::wants_part, session::Hash};
use crate::error::Error;

/// The middleware. It stands inside the layer of the sessions.
pub async fn parts(request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().and_then(Session::id).map(Hash::of);
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let part = request.method() == Method::GET && wants_part(request.headers());
    let response = next.run(request).await;
    match session {
        Some(session) if part && response.status() == StatusCode::OK && !is_file(&response) => {
            tagged(response, &session, known.as_ref()).await.unwrap_or_else(IntoResponse::into_response)
        }
        _ => response,
    }
}

/// Whether it is a file to be kept, and no part of a page: it is written while it is read, and is as long as a list is.
fn is_file(response: &Response) -> bool {
    response.headers().contains_key(header::CONTENT_DISPOSITION)
}

/// The part with its tag; or, where that is known, the tag alone.
async fn tagged(response: Response, session: &Hash, known: Option<&HeaderValue>) -> Result<Response, Error> {
    let (mut head, body) = response.into_parts();
    // Rendered whole by now, so this waits for nothing.
    let body = to_bytes(body, usize::MAX).await.map_err(Error::internal)?;
    let tag = tag(session, &body)?;
    if known.is_some_and(|known| names(known, &tag)) {
        let mut unchanged = StatusCode::NOT_MODIFIED.into_response();
        mark(unchanged.headers_mut(), tag);
        return Ok(unchanged);
    }
    mark(&mut head.headers, tag);
    Ok(Response::from_parts(head, Body::from(body)))
}

fn mark(headers: &mut HeaderMap, tag: HeaderValue) {
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.append(header::VARY, HeaderValue::from_static("cookie"));
}

/// Weak, because the same part travels in more than one encoding.
fn tag(session: &Hash, body: &[u8]) -> Result<HeaderValue, Error> {
    let digest = Sha256::new().chain_update(session.as_bytes()).chain_update(body).finalize();
    HeaderValue::from_str(&format!("W/\"{}\"", hex::encode(&digest[..16]))).map_err(Error::internal)
}

fn names(known: &HeaderValue, tag: &HeaderValue) -> bool {
    known.as_bytes().split(|byte| *byte == b',').any(|one| one.trim_ascii() == tag.as_bytes())
}
