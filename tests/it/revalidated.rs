//! Parts that are read again: unchanged they do not travel, and no session is ever answered with what another has seen.

use axum::{body::Body, http::Request};

use crate::harness::{Answer, Browser, Town, add_member};

async fn get(browser: &Browser, path: &str, known: &str) -> Answer {
    let request = Request::get(path).header("if-none-match", known).body(Body::empty()).unwrap();
    browser.hx().send(request).await
}

#[tokio::test]
async fn a_list_that_is_as_it_was_travels_once() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let part = alice.hx().get("/projects/").await.expect(200);
    let tag = part.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag:?}");
    assert_eq!(part.header("cache-control"), "private, no-cache");
    for known in [tag.clone(), format!("\"other\", {tag}")] {
        let again = get(&alice, "/projects/", &known).await.expect(304);
        assert_eq!((again.body.as_str(), again.header("etag")), ("", tag.as_str()));
        assert_eq!(again.header("cache-control"), "private, no-cache");
        let vary: Vec<_> =
            again.headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
        assert!(vary.contains(&"hx-request") && vary.contains(&"cookie"), "{vary:?}");
    }
    alice.post("/projects/create/", &[("name", "Another")]).await.expect(303);
    let changed = get(&alice, "/projects/", &tag).await.expect(200).saying("Another");
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn a_tag_is_of_use_to_the_session_that_was_given_it_and_to_no_other() {
    let town = Town::new().await;
    let (alice, gus) = (town.alice().await, town.gus().await);
    // Both find nothing, and are told so in the same words.
    for path in ["/projects/", "/search/?q=nowhere"] {
        let hers = alice.hx().get(path).await.expect(200);
        let his = get(&gus, path, hers.header("etag")).await.expect(200);
        assert_ne!(his.header("etag"), hers.header("etag"), "{path}");
        // Nor to herself, when she has signed in anew.
        get(&town.alice().await, path, hers.header("etag")).await.expect(200);
        let nobody = get(&town.stranger(), path, hers.header("etag")).await.expect(401);
        assert_eq!(nobody.header("etag"), "");
    }
    let nothing = "/search/?q=nowhere";
    assert_eq!(alice.hx().get(nothing).await.body, gus.hx().get(nothing).await.body);
    let hers = alice.hx().get(&format!("/projects/{}/", town.acme.project)).await.expect(200);
    get(&gus, &format!("/projects/{}/", town.acme.project), hers.header("etag")).await.expect(404);
}

/// The session stays the same one when its person goes to another tenant.
#[tokio::test]
async fn a_tag_of_one_tenant_is_of_no_use_in_the_next() {
    let town = Town::new().await;
    add_member(&town.database, town.globex.tenant, town.acme.user).await;
    let mut alice = town.alice().await;
    let mut listed = Vec::new();
    for tenant in [town.acme.tenant, town.globex.tenant] {
        alice.post(&format!("/tenants/{tenant}/enter/"), &[]).await.expect(303);
        listed.push(alice.hx().get("/projects/").await.expect(200));
    }
    let here = get(&alice, "/projects/", listed[0].header("etag")).await.expect(200);
    assert_eq!(here.body, listed[1].body);
    assert!(here.body.contains(&town.globex.project.to_string()));
    here.silent_on(&town.acme.project.to_string());
}

#[tokio::test]
async fn pages_errors_and_changes_are_kept_by_nobody() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let toggle = format!("/tasks/{}/toggle/", town.acme.open);
    for answer in [
        alice.get("/projects/").await.expect(200),
        alice.hx().get("/projects/none/").await.expect(404),
        alice.hx().post(&toggle, &[]).await.expect(200),
        town.stranger().hx().get("/login/").await.expect(200),
    ] {
        assert_eq!(answer.header("etag"), "");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

/// A file is as long as a list is: it is sent while it is read, and not gathered to be tagged.
#[tokio::test]
async fn a_file_has_no_tag_whoever_asks_for_it() {
    let town = Town::new().await;
    let root = town.root().await;
    for path in ["/admin/tenants/export.csv", "/admin/tenants/export.json"] {
        let file = root.hx().get(path).await.expect(200);
        assert!(file.header("content-disposition").starts_with("attachment"), "{path}");
        assert_eq!(file.header("etag"), "", "{path}");
    }
}
