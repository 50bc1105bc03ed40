//! What machines ask: is it alive, is it ready, how is it doing. No page, no person, no tenant's data.
//! Nothing here names a path, an id or a tenant: figures are labelled by route.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

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

/// The bounds that requests are counted by, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// How long measurements wait before they are counted.
const COUNTED_EVERY: Duration = Duration::from_secs(5);

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
        let builder = PrometheusBuilder::new();
        // Fails for an empty list alone; a summary would come instead.
        let builder = builder.set_buckets(&BUCKETS).unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another recorder of metrics is installed: /metrics stays empty");
        }
        handle
    })
}

/// Counts what was measured, for as long as it is polled: each measurement waits in memory until then, also when nobody ever asks
/// for the figures.
pub async fn count() {
    let mut due = tokio::time::interval(COUNTED_EVERY);
    loop {
        due.tick().await;
        recorder().run_upkeep();
    }
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
