//! What a router has mounted, read from the router itself: axum tells it in its debug form and nowhere else.

use std::collections::BTreeMap;

use axum::Router;

/// Every path with its methods, sorted. What answers every method has none.
pub(super) fn mounted(router: &Router) -> Vec<(String, Vec<String>)> {
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
