//! What machines ask: is it alive, is it ready, how is it doing. No page, no person, no tenant's data.
//! Nothing here names a path, an id or a tenant: figures are labelled by route.

use std::{sync::OnceLock, time::Instant};

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::{
    db::Identity,
    error::Result,
    sql,
    web::{Access, Route, get},
};

static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/healthz", Access::Public, alive),
        get("/readyz", Access::Public, ready),
        get("/metrics", Access::Public, measurements),
    ]
}

/// The program runs and answers; whether its database does is another question.
async fn alive() -> &'static str {
    "alive\n"
}

/// The database answers, so requests can be sent here.
async fn ready(identity: Identity) -> Response {
    let answer: Result<bool> = identity.read(async |tx| tx.one(sql!("health/ready"), &[]).await).await;
    match answer {
        Ok(_) => "ready\n".into_response(),
        Err(failure) => {
            tracing::warn!(failure = failure.chain(), "not ready");
            let later = [(header::RETRY_AFTER, HeaderValue::from_static("2"))];
            (StatusCode::SERVICE_UNAVAILABLE, later, "not ready\n").into_response()
        }
    }
}

/// Figures in the text format of Prometheus.
async fn measurements() -> Response {
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"))];
    (kind, recorder().render()).into_response()
}

/// The recorder of this process, installed on first use.
fn recorder() -> &'static PrometheusHandle {
    METRICS.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another recorder of metrics is installed: /metrics stays empty");
        }
        handle
    })
}

/// The middleware that counts and times requests, by route and never by path: an id in a label would be a tenant's data.
pub async fn measure(request: Request, next: Next) -> Response {
    recorder();
    let route = request.extensions().get::<MatchedPath>().map_or("none", |path| path.as_str()).to_owned();
    let method = request.method().to_string();
    let begun = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::histogram!("rowhouse_request_seconds", "method" => method, "route" => route, "status" => status)
        .record(begun.elapsed().as_secs_f64());
    response
}
