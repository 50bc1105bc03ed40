//! Input that no form of ours would send, and input that people type all the same.

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use rowhouse::id::ProjectId;
use uuid::Uuid;

use crate::harness::Town;

const GOOD: [&str; 6] =
    ["x", "Übergröße & Söhne", "שלום עולם", "👩‍👩‍👧‍👦 family", "日本語のタスク", "<b>\"bold\"</b>"];

#[tokio::test]
async fn names_and_titles_of_every_language_are_taken_and_shown() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let longest = "é".repeat(255);
    for text in GOOD.into_iter().chain([longest.as_str()]) {
        let padded = format!("  {text} ");
        let page = alice.post("/projects/create/", &[("name", &padded)]).await.expect(303);
        let project = page.location().to_owned();
        alice.post(&format!("{project}tasks/create/"), &[("title", &padded)]).await.expect(303);
        let page = alice.get(&project).await.expect(200);
        let shown =
            text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        assert!(page.body.matches(&format!(">{shown}<")).count() >= 2, "{shown} in {}", page.body);
    }
}

#[tokio::test]
async fn names_and_titles_that_cannot_be_are_refused_beside_the_field() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let project = format!("/projects/{}/", town.acme.project);
    let task = format!("/tasks/{}/", town.acme.open);
    let forms = [
        ("/projects/create/".to_owned(), "name"),
        (format!("{project}edit/"), "name"),
        (format!("{project}tasks/create/"), "title"),
        (format!("{task}edit/"), "title"),
    ];
    let too_long = "x".repeat(256);
    for (path, field) in &forms {
        for text in ["", "   ", "\u{200b}", "a\0b", "a\nb", &too_long] {
            for browser in [&mut alice.clone(), &mut alice.hx()] {
                let page = browser.post(path, &[(field, text)]).await.expect(422).saying("aria-invalid");
                if text.len() == 256 {
                    page.saying(text).saying("256 characters");
                }
            }
        }
        alice.post(path, &[]).await.expect(422);
    }
    alice.get("/").await.expect(200).saying("acme project");
    alice.get(&project).await.expect(200).saying("acme open task");
}

#[tokio::test]
async fn what_is_not_there_is_not_there_alike() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let deleted = town.acme.done;
    alice.post(&format!("/tasks/{deleted}/delete/"), &[]).await.expect(303);
    let (foreign_project, foreign_task) = (town.globex.project.to_string(), town.globex.open.to_string());
    let projects = [
        ProjectId::new().to_string(),
        foreign_project,
        "x".into(),
        "0".into(),
        Uuid::nil().simple().to_string() + "0",
    ];
    let tasks = [ProjectId::new().to_string(), foreign_task, deleted.to_string(), "x".into(), "%00".into()];
    let mut pages = Vec::new();
    for id in &projects {
        pages.push(alice.get(&format!("/projects/{id}/")).await);
        for action in ["edit", "delete", "tasks/create"] {
            let path = format!("/projects/{id}/{action}/");
            pages.push(alice.get(&path).await);
            pages.push(alice.post(&path, &[("name", "n"), ("title", "t")]).await);
        }
        pages.push(alice.delete(&format!("/projects/{id}/delete/")).await);
    }
    for id in &tasks {
        pages.push(alice.get(&format!("/tasks/{id}/")).await);
        pages.push(alice.post(&format!("/tasks/{id}/toggle/"), &[]).await);
        for action in ["edit", "delete"] {
            let path = format!("/tasks/{id}/{action}/");
            pages.push(alice.get(&path).await);
            pages.push(alice.post(&path, &[("title", "t")]).await);
        }
        pages.push(alice.delete(&format!("/tasks/{id}/delete/")).await);
    }
    pages.push(alice.get("/no/such/page/").await);
    let first = comparable(&pages[0]);
    for page in &pages {
        assert_eq!(page.status, 404);
        assert_eq!(comparable(page), first);
    }
    // As are the parts.
    let part = alice.hx().get(&format!("/tasks/{}/", tasks[0])).await.expect(404);
    let foreign = alice.hx().get(&format!("/tasks/{}/", tasks[1])).await.expect(404);
    assert_eq!(comparable(&part), comparable(&foreign));
}

/// An answer without what differs from one request to the next.
fn comparable(answer: &crate::harness::Answer) -> String {
    let mut headers = answer.headers.clone();
    headers.remove("x-request-id");
    headers.remove("date");
    let mut headers: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    format!("{}\n{}\n{}", answer.status, headers.join("\n"), answer.body)
}

#[tokio::test]
async fn a_task_for_a_project_that_was_deleted_meanwhile_is_refused_and_kept_nowhere() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let project = format!("/projects/{}/", town.acme.project);
    alice.get(&project).await.expect(200);
    alice.clone().post(&format!("{project}delete/"), &[]).await.expect(303);
    alice.post(&format!("{project}tasks/create/"), &[("title", "late")]).await.expect(404);
    alice
        .hx()
        .post(&format!("{project}tasks/create/"), &[("title", "late")])
        .await
        .expect(404)
        .saying("hx-partial");
}

#[tokio::test]
async fn an_oversized_body_is_refused() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let long = "x".repeat(70_000);
    alice.post("/projects/create/", &[("name", &long)]).await.expect(413).saying("Too much");
    // A body that does not say how long it is.
    let chunks = (0..70).map(|_| Ok::<_, std::io::Error>("y".repeat(1_000)));
    let request = Request::post("/projects/create/")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from_stream(futures_util::stream::iter(chunks)))
        .unwrap();
    alice.send(request).await.expect(413);
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    for (method, path, allow) in [
        (Method::POST, "/".to_owned(), "GET,HEAD"),
        (Method::PUT, "/projects/create/".to_owned(), "GET,HEAD,POST"),
        (Method::GET, format!("/tasks/{}/toggle/", town.acme.open), "POST"),
        (Method::GET, "/logout/".to_owned(), "POST"),
        (Method::PATCH, format!("/tasks/{}/delete/", town.acme.open), "GET,HEAD,POST,DELETE"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(&path)
            .header("sec-fetch-site", "same-origin")
            .body(Body::empty())
            .unwrap();
        let answer = alice.send(request).await.expect(405).saying("Not possible here");
        assert_eq!(answer.header("allow"), allow, "{path}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_answered_and_not_feared() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    alice.get("/projects/?after=x").await.expect(400).saying("Not understood");
    alice.get("/search/?q=%00").await.expect(200).saying("Nothing found");
    alice.get("/search/?q=%FF%FE").await.expect(200);
    alice.get(&format!("/search/?q={}", "x".repeat(5_000))).await.expect(200).saying("Nothing found");
    let request = Request::post("/projects/create/")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("{\"name\":\"x\"}"))
        .unwrap();
    alice.send(request).await.expect(400).saying("Not understood");
    alice.post(&format!("/tasks/{}/toggle/", town.acme.open), &[("done", "perhaps")]).await.expect(303);
}
