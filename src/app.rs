//! The application: all features' routes, and what lies around every one of them.
//!
//! The order of the layers is the order of trust: a request is measured, named and bounded, then refused if it comes from
//! another site, then its session is found, and only then does a route's guard let it in.

use std::{net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::{MatchedPath, Request},
    http::StatusCode,
    middleware::from_fn,
};
use axum_client_ip::ClientIpSource;
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    limit::RequestBodyLimitLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

use tracing::Span;

use crate::{
    admin, audit,
    config::Config,
    dashboard,
    db::{Pools, Verdict},
    error::{Error, Result},
    gallery, health, identity, preferences, projects, search, tasks, trash,
    ui::Icon,
    web::{
        self, Access, App, Door, NavLink, Route, assets, cross_site, problem, revalidate, security,
        session::Sessions,
    },
};

/// No form of ours is longer.
const BODY_BYTES: usize = 64 * 1024;
/// How long a request may take, its body included.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// How long requests may finish after the program was told to stop.
const DRAIN: Duration = Duration::from_secs(10);

const NAV: &[NavLink] = &[
    NavLink { label: "Dashboard", href: "/", icon: Icon::LayoutDashboard, access: Access::Tenant },
    NavLink { label: "Projects", href: "/projects/", icon: Icon::Folder, access: Access::Tenant },
    NavLink { label: "Search", href: "/search/", icon: Icon::Search, access: Access::Tenant },
    NavLink { label: "Panel", href: "/admin/", icon: Icon::Shield, access: Access::Panel },
];

/// Every page of the application. What machines ask is in [`health::routes`].
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        identity::routes(),
        dashboard::routes(),
        projects::routes(),
        tasks::routes(),
        search::routes(),
        audit::routes(),
        preferences::routes(),
        trash::routes(),
        gallery::routes(),
        admin::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the router needs to know of the outside.
#[derive(Clone, Debug)]
pub struct Outside {
    /// Whether cookies are for HTTPS alone.
    pub secure_cookies: bool,
    /// Where a client's address is read from.
    pub client_address: ClientIpSource,
    /// The door of the panel.
    pub door: Door,
    /// What was found of the database; none where nobody examined it.
    pub verdict: Option<Verdict>,
}

/// The whole application over `pools`.
pub fn router(pools: &Pools, sessions: &Sessions, outside: &Outside) -> Router {
    let links = (NAV, admin::links());
    let app = App::new(pools.clone(), sessions.clone(), links, outside.door.clone(), outside.verdict.clone());
    let pages = web::router(routes(), &app).fallback(web::nowhere);
    let pages = pages.layer(from_fn(revalidate::parts)).layer(
        ServiceBuilder::new()
            // No page holds a secret that its length could tell (BREACH): there is no token in it, cookies are SameSite, and the page
            // with the secret of an authenticator repeats nothing of what was sent.
            // zstd for those who take it, which is a ninth of gzip's time for a smaller page; gzip for the others.
            .layer(CompressionLayer::new())
            .layer(from_fn(problem::render))
            .layer(CatchPanicLayer::new())
            .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIMEOUT))
            .layer(from_fn(cross_site::refuse))
            .layer(RequestBodyLimitLayer::new(BODY_BYTES))
            .layer(sessions.layer(outside.secure_cookies))
            .layer(outside.client_address.clone().into_extension()),
    );
    web::router(health::routes(), &app)
        .merge(pages)
        .with_state(app)
        .merge(assets::router())
        .layer(from_fn(web::language::speak))
        .layer(from_fn(security::headers))
        .layer(from_fn(health::measure))
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
                .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(()))
                .layer(PropagateRequestIdLayer::x_request_id()),
        )
}

/// Log lines name the route and never the path or the query, which are a tenant's data.
fn span(request: &Request) -> Span {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    tracing::info_span!("request", method = %request.method(), route, id)
}

/// Takes the address to serve on: before anything else, so that one that is taken is told at once. Whoever connects
/// meanwhile waits.
///
/// # Errors
/// [`Error::Listen`].
pub async fn listen(config: &Config) -> Result<TcpListener> {
    TcpListener::bind(config.listen).await.map_err(|failure| Error::Listen(config.listen, failure))
}

/// Serves until `shutdown`, then lets the requests in hand finish.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    config: &Config,
    pools: Pools,
    verdict: Option<Verdict>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let sessions = Sessions::new(&pools);
    let outside = Outside {
        secure_cookies: config.secure_cookies(),
        client_address: config.client_address.clone(),
        door: Door {
            environment: config.environment.clone(),
            networks: config.admin_networks.clone(),
            second_factor: config.require_second_factor,
        },
        verdict,
    };
    let service = router(&pools, &sessions, &outside).into_make_service_with_connect_info::<SocketAddr>();
    let hearing = tokio::spawn(async move { sessions.listen(&pools).await });
    let counting = tokio::spawn(health::count());

    let (stop, stopped) = tokio::sync::watch::channel(());
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        shutdown.await;
        drop(stop);
    });
    let mut told = stopped;
    let out_of_time = async {
        let _ = told.changed().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        served = serving => served.map_err(Error::internal)?,
        () = out_of_time => tracing::warn!("some requests did not finish in time"),
    }
    hearing.abort();
    counting.abort();
    Ok(())
}
