//! Preferences: kept in cookies, read by the server, and never a way to another site.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::harness::Town;

/// Posts preferences from a page that says it is `referer`; where that leads, and which cookies it sets.
async fn prefer(town: &Town, referer: &str, body: &str) -> (String, Vec<String>) {
    let request = Request::post("/preferences/")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::REFERER, referer)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body.to_owned()))
        .unwrap();
    let answer = town.alice().await.send(request).await.expect(303);
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter();
    (answer.location().to_owned(), cookies.map(|value| value.to_str().unwrap().to_owned()).collect())
}

#[tokio::test]
async fn what_is_preferred_is_kept_and_leads_back_to_this_site_alone() {
    let town = Town::new().await;
    let (back, cookies) = prefer(&town, "https://rowhouse.example/search/?q=a", "theme=dark").await;
    assert_eq!(back, "/search/?q=a");
    assert!(cookies.iter().any(|cookie| cookie.starts_with("theme=dark; Path=/;")), "{cookies:?}");
    assert!(cookies.iter().all(|cookie| cookie.contains("SameSite=Lax")), "{cookies:?}");
    for (referer, leads_to) in [("https://evil.example//evil.example/", "/"), ("nonsense", "/preferences/")] {
        assert_eq!(prefer(&town, referer, "shortcuts=off").await.0, leads_to, "{referer}");
    }
    let (_, cookies) = prefer(&town, "/", "theme=%22%3E%3Cscript%3E").await;
    assert!(cookies.iter().any(|cookie| cookie.starts_with("theme=system;")), "{cookies:?}");
}

#[tokio::test]
async fn a_page_comes_in_the_theme_that_was_chosen() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    alice.get("/").await.expect(200).silent_on("data-theme").saying("data-keys=\"n\"");
    let session = alice.cookie.clone().unwrap();
    alice.cookie = Some(format!("{session}; theme=light; shortcuts=off"));
    alice
        .get("/")
        .await
        .expect(200)
        .saying("<html lang=\"en\" data-theme=\"light\">")
        .silent_on("data-keys=\"n\"");
    alice.get("/nowhere/").await.expect(404).saying("data-theme=\"light\"");
}
