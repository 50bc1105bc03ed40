//! What travels: a first visit, a page that is full, and the answer to an action, as a browser gets them.
//!
//! The bounds are those of the interface's targets; whoever meets one decides whether what is new is worth it.

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, header},
};
use tower::ServiceExt;

use crate::harness::{Browser, Town};

/// The bytes of an answer, compressed as a browser takes it, and its text when it is not.
async fn travels(town: &Town, browser: &Browser, method: Method, path: &str, body: &str, hx: bool) -> usize {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "rowhouse.example")
        .header(header::ACCEPT_ENCODING, "gzip, deflate, br, zstd")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    if let Some(cookie) = &browser.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    if hx {
        request = request.header("hx-request", "true");
    }
    let answer =
        town.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    let compressed = answer.headers().contains_key(header::CONTENT_ENCODING);
    let length = to_bytes(answer.into_body(), usize::MAX).await.unwrap().len();
    assert!(compressed || length < 200, "{path} is not compressed");
    length
}

#[tokio::test]
async fn a_first_visit_a_full_page_and_an_action_keep_their_bounds() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let project = format!("/projects/{}/", town.acme.project);
    let titles: Vec<_> =
        (1..=60).map(|n| format!("Task number {n}, with a title as long as titles are")).collect();
    alice.post(&format!("{project}tasks/several/"), &[("titles", &titles.join("\n"))]).await.expect(303);

    let page = alice.get(&project).await.expect(200);
    let assets: Vec<_> = page.body.split('"').filter(|text| text.starts_with("/assets/")).collect();
    let mut assets: Vec<_> = assets.into_iter().map(ToOwned::to_owned).collect();
    assets.sort();
    assets.dedup();
    assert!(assets.len() < 6, "with the page itself that is six: {assets:?}");
    let (mut styles, mut scripts, mut own, mut all) = (0, 0, 0, 0);
    for path in &assets {
        let length = travels(&town, &alice, Method::GET, path, "", false).await;
        all += length;
        match path {
            path if path.contains(".css") => styles += length,
            path if path.contains(".js") => {
                scripts += length;
                own += if path.contains("htmx") { 0 } else { length };
            }
            _ => {}
        }
    }
    assert!(
        styles <= 10_000 && scripts <= 20_000 && own <= 5_000,
        "styles {styles}, scripts {scripts}, own {own}"
    );

    let mut largest = 0;
    for path in ["/", "/projects/", &project, "/search/?q=a", "/preferences/", "/projects/create/"] {
        let length = travels(&town, &alice, Method::GET, path, "", false).await;
        assert!(length <= 8_000, "{path}: {length}");
        largest = largest.max(length);
    }
    assert!(all + largest <= 38_000, "a first visit: {}", all + largest);

    let (open, create) = (town.acme.open, format!("{project}tasks/create/"));
    let mut actions = Vec::new();
    for (path, body) in [
        (create.as_str(), "title=Something+new"),
        (&format!("/tasks/{open}/toggle/"), ""),
        (&format!("/tasks/{open}/edit/"), "title=Something+else"),
        (&format!("/tasks/{open}/delete/"), ""),
    ] {
        let length = travels(&town, &alice, Method::POST, path, body, true).await;
        assert!(length <= 2_000, "{path}: {length}");
        actions.push(length);
    }
    println!(
        "styles {styles}, scripts {scripts} (own {own}), largest page {largest}, first visit {}, actions {actions:?}",
        all + largest
    );
}
