//! Every route of the tables, in its forms: as a page, as a part, for somebody who may not enter.

use axum::{
    body::Body,
    http::{Method, Request},
};
use rowhouse::{app, web::Access};

use crate::harness::{House, Ids, Town};

/// What is no page: a file of rows, and what comes into being when somebody signs in or acts (see `panel`).
fn is_page(path: &str) -> bool {
    !path.contains("/export.")
        && !["jobs", "sessions", "audit", "trail"]
            .iter()
            .any(|kind| path.starts_with(&format!("/admin/{kind}/{{id}}/")))
}

fn request(method: &Method, path: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("name=n&title=t&titles=t"))
        .unwrap()
}

#[tokio::test]
async fn nobody_enters_without_signing_in() {
    let town = Town::new().await;
    let mut closed = 0;
    for route in app::routes().into_iter().filter(|route| route.access != Access::Public) {
        let path = Ids::of(&town.acme).in_path(route.path);
        let answer = town.stranger().send(request(&route.method, &path)).await.expect(303);
        assert!(answer.location().starts_with("/login/"), "{route:?}");
        let answer = town.stranger().hx().send(request(&route.method, &path)).await.expect(401);
        assert!(answer.header("hx-redirect").starts_with("/login/"), "{route:?}");
        assert_eq!(answer.body, "", "{route:?}");
        closed += 1;
    }
    assert!(closed > 15, "the table has its routes");
}

#[tokio::test]
async fn every_page_is_whole_and_every_part_is_none() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let mut root = town.root().await;
    for route in app::routes().into_iter().filter(|route| route.method == Method::GET && is_page(route.path))
    {
        let path = Ids::of(&town.acme).in_path(route.path);
        let browser = match route.access {
            Access::PanelDoor | Access::Superuser | Access::Panel | Access::May(..) => &mut root,
            Access::Public => &mut town.stranger(),
            Access::Tenant | Access::SignedIn | Access::Oneself => &mut alice,
        };
        let mut page = browser.get(&path).await;
        if page.status == 303 {
            page = browser.get(page.location()).await;
        }
        let page = page.expect(200);
        assert!(page.body.starts_with("<!DOCTYPE html>"), "{route:?}");
        assert_eq!(page.body.matches("<html").count(), 1, "{route:?}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{route:?} has one heading\n{}", page.body);
        assert_eq!(page.body.matches("id=\"main\"").count(), 1, "{route:?}");
        for header in
            ["content-security-policy", "x-content-type-options", "cache-control", "vary", "x-request-id"]
        {
            assert!(page.headers.contains_key(header), "{route:?} lacks {header}");
        }
        for inline in ["style=\"", "<style", "onclick=", "javascript:"] {
            assert!(!page.body.contains(inline), "{route:?} has {inline}");
        }
        assert!(!page.body.contains("<script>"), "{route:?}");

        let part = browser.hx().get(&path).await.expect(200);
        assert!(!part.body.contains("<html") && !part.body.contains("<!DOCTYPE"), "{route:?}\n{}", part.body);
    }
}

#[tokio::test]
async fn every_change_answers_a_plain_form_with_a_redirect_and_htmx_with_a_part() {
    for hx in [false, true] {
        let town = Town::new().await;
        let mut alice = town.alice().await;
        // Deleting comes last, the project after its tasks.
        let mut routes: Vec<_> = app::routes()
            .into_iter()
            .filter(|route| route.method != Method::GET && route.access == Access::Tenant)
            .collect();
        routes.sort_by_key(|route| {
            (route.path.contains("delete"), route.path.starts_with("/projects/{id}/delete"))
        });
        for route in routes {
            let mut house = House { ..town.acme };
            if route.method == Method::DELETE {
                // What POST has deleted is deleted; DELETE takes another.
                house.open = town.acme.done;
                if route.path.starts_with("/projects/") {
                    let created = alice.post("/projects/create/", &[("name", "another")]).await.expect(303);
                    let path = format!("{}delete/", created.location());
                    let answer = alice.clone();
                    let mut browser = if hx { answer.hx() } else { answer };
                    browser.send(request(&route.method, &path)).await.expect(if hx { 200 } else { 303 });
                    continue;
                }
            }
            let path = Ids::of(&house).in_path(route.path);
            let mut browser = if hx { alice.hx() } else { alice.clone() };
            let answer = browser.send(request(&route.method, &path)).await;
            if hx {
                let answer = answer.expect(200);
                assert!(!answer.body.contains("<html"), "{route:?}");
                assert!(!answer.body.is_empty() || answer.headers.contains_key("hx-redirect"), "{route:?}");
            } else {
                let location = answer.expect(303).location().to_owned();
                alice.get(&location).await.expect(200);
            }
        }
    }
}

#[tokio::test]
async fn machines_get_short_answers() {
    let town = Town::new().await;
    let mut machine = town.stranger();
    machine.get("/healthz").await.expect(200).saying("alive");
    machine.get("/readyz").await.expect(200).saying("ready");
    town.alice().await.get(&format!("/projects/{}/", town.acme.project)).await.expect(200);
    let metrics = machine.get("/metrics").await.expect(200);
    let metrics = metrics.saying("rowhouse_request_seconds_bucket").saying("route=\"/projects/{id}/\"");
    let metrics = metrics.saying("rowhouse_session_lookups_total{in=\"database\"}");
    metrics.silent_on(&town.acme.project.to_string());
}

#[tokio::test]
async fn assets_are_named_by_their_content_and_kept_for_ever() {
    let town = Town::new().await;
    let page = town.stranger().get("/login/").await.expect(200);
    let assets: Vec<_> =
        page.body.split('"').filter(|text| text.starts_with("/assets/")).map(ToOwned::to_owned).collect();
    assert!(assets.len() >= 4, "{assets:?}");
    for path in assets {
        let asset = town.stranger().get(&path).await.expect(200);
        assert!(
            asset.header("cache-control").contains("immutable"),
            "{path}: {}",
            asset.header("cache-control")
        );
    }
}
