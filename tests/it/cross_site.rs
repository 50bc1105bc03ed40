//! A request that changes something and comes from another site is refused, whatever cookie it carries.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::harness::Town;

fn create(headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::post("/projects/create/")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("name=Smuggled"))
        .unwrap();
    for (name, value) in headers {
        request.headers_mut().append(name.parse::<header::HeaderName>().unwrap(), value.parse().unwrap());
    }
    request
}

#[tokio::test]
async fn a_cross_site_post_changes_nothing_and_shows_a_way_on() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "https://rowhouse.example")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[],
    ] {
        alice.send(create(headers)).await.expect(403).saying("another site").saying("href=\"/\"");
    }
    alice.get("/projects/").await.expect(200).silent_on("Smuggled");
}

#[tokio::test]
async fn an_older_browser_is_known_by_its_origin() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    alice.send(create(&[("origin", "https://rowhouse.example")])).await.expect(303);
    alice.get("/projects/").await.expect(200).saying("Smuggled");
}

#[tokio::test]
async fn nobody_is_signed_in_or_out_from_another_site() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    for path in ["/logout/", "/login/"] {
        let request = Request::post(path).header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap();
        alice.send(request).await.expect(403);
    }
    alice.get("/").await.expect(200);
}
