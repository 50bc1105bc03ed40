//! Nothing is mounted but what the tables of routes say: by the router itself, which axum shows in its debug form and
//! nowhere else; by what it answers to every method and to paths that nobody has; and by the sources.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Body,
    http::{Method, Request},
    routing::{any, get},
};
use rowhouse::web::assets;

use super::{
    comparable,
    stage::{Stage, routes},
};
use crate::{
    harness::{Answer, Browser, Town},
    house,
};

type Mounted = Vec<(String, Vec<String>)>;

/// Every path with its methods, sorted. What answers every method has none.
fn mounted(router: &Router) -> Mounted {
    let text = format!("{router:?}");
    // Beyond this: what answers where nothing is mounted.
    let (text, _) = text.split_once("fallback_router:").expect("axum's debug form of a router");
    let (handlers, paths) = text.split_once("node: Node { paths: {").expect("axum's debug form of its paths");

    let mut methods = BTreeMap::new();
    for route in handlers.split("RouteId(").skip(1) {
        let (id, rest) = route.split_once(')').unwrap();
        let allowed = rest.split_once("allow_header: Bytes(b\"").and_then(|(_, rest)| rest.split_once('"'));
        let mut allowed: Vec<_> = match allowed {
            Some((allowed, _)) => allowed.split(',').map(str::to_owned).collect(),
            None => Vec::new(),
        };
        allowed.sort();
        methods.insert(id.to_owned(), allowed);
    }
    let mut mounted: Vec<_> = paths
        .split("RouteId(")
        .skip(1)
        .map(|path| {
            let (id, rest) = path.split_once("): \"").unwrap();
            let (path, _) = rest.split_once('"').unwrap();
            (path.to_owned(), methods.remove(id).expect("a path has a route"))
        })
        .collect();
    assert!(methods.is_empty(), "a route without a path: {methods:?}");
    mounted.sort();
    mounted
}

/// The same, as the tables have it.
fn listed() -> Mounted {
    let mut methods: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for route in routes() {
        let of_path = methods.entry(route.path.to_owned()).or_default();
        of_path.push(route.method.to_string());
        if route.method == Method::GET {
            of_path.push(Method::HEAD.to_string());
        }
        of_path.sort();
    }
    methods.into_iter().collect()
}

#[tokio::test]
async fn nothing_is_mounted_but_the_tables_and_the_assets() {
    let town = Town::new().await;
    let mut expected = listed();
    expected.extend(mounted(&assets::router()));
    expected.sort();
    assert_eq!(mounted(&town.router), expected);

    // The alarm rings: whatever somebody mounts by hand is seen.
    let smuggled: [(Router, &str, &[&str]); 4] = [
        (
            town.router.clone().route("/backdoor/{id}", get(async || "rows")),
            "/backdoor/{id}",
            &["GET", "HEAD"],
        ),
        (town.router.clone().route("/any/", any(async || "rows")), "/any/", &[]),
        (town.router.clone().route("/assets/dump", get(async || "rows")), "/assets/dump", &["GET", "HEAD"]),
        (town.router.clone().nest_service("/old", Router::<()>::new()), "/old", &[]),
    ];
    for (router, path, methods) in smuggled {
        let methods = methods.iter().map(ToString::to_string).collect();
        assert!(mounted(&router).contains(&(path.to_owned(), methods)), "{path} was not noticed");
        assert_ne!(mounted(&router), expected, "{path}");
    }
}

async fn ask(browser: &Browser, method: &Method, path: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
    browser.clone().send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_path_refuses_every_method_that_its_table_does_not_name() {
    let stage = Stage::new().await;
    // She may enter everywhere, so nothing is hidden from her by a guard.
    let rita = &stage.persona("superuser and member").browser;
    for (path, mut allowed) in listed() {
        let somewhere = path.replace("{id}", &stage.nobodys.project);
        allowed.sort();
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            // What the table names is for the sweep.
            if allowed.iter().any(|allowed| allowed == method) {
                continue;
            }
            let answer = ask(rita, &method.parse().unwrap(), &somewhere).await.expect(405);
            let mut told: Vec<_> = answer.header("allow").split(',').collect();
            told.sort_unstable();
            assert_eq!(told, allowed, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn what_nobody_has_mounted_is_not_found() {
    let stage = Stage::new().await;
    let rita = &stage.persona("superuser and member").browser;
    let never_was = ask(rita, &Method::GET, "/never-was").await.expect(404);
    let mut tried = 0;
    for (path, _) in listed() {
        let path = path.replace("{id}", &stage.nobodys.project);
        let bare = path.trim_end_matches('/');
        for near in
            [bare.to_owned(), format!("{bare}/no/such/"), format!("{bare}.json"), format!("/api{path}")]
        {
            if listed().iter().any(|(path, _)| *path == near) || !near.starts_with('/') {
                continue;
            }
            for method in [Method::GET, Method::POST] {
                let answer = ask(rita, &method, &near).await;
                assert_eq!(comparable(&answer), comparable(&never_was), "{method} {near}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 100, "{tried}");
}

/// A fallback, or a service that looks at the path itself, is no route: nothing above would show it. So the places where
/// a router is put together are counted.
#[test]
fn routers_are_put_together_in_three_files() {
    const WORDS: [&str; 10] = [
        "Router::new",
        ".route(",
        ".route_service(",
        ".nest(",
        ".nest_service(",
        ".merge(",
        ".fallback(",
        ".fallback_service(",
        ".method_not_allowed_fallback(",
        "routing::",
    ];
    let mut found = Vec::new();
    for (name, text) in house::files("src", ".rs") {
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            found.extend(
                WORDS.iter().filter(|word| line.contains(**word)).map(|word| format!("{name} {word}")),
            );
        }
    }
    let expected = [
        // What no route takes is not found; the tables; the files that pages load.
        "src/app.rs .fallback(",
        "src/app.rs .merge(",
        "src/app.rs .merge(",
        "src/web/assets.rs Router::new",
        "src/web/assets.rs .nest(",
        "src/web/route.rs routing::",
        "src/web/route.rs Router::new",
        "src/web/route.rs .route(",
    ];
    assert_eq!(found, expected);
}
