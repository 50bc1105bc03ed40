//! temporary
use axum::{extract::Request, middleware::Next, response::Response};
pub async fn headers(request: Request, next: Next) -> Response {
    next.run(request).await
}
