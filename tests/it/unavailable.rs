//! A database that is lost, silent or slow: a page that says so, in time, and recovery without a restart.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::harness::{Answer, Database, Proxy, Town};

/// Longer than anything may take: the wait for a connection and the deadline of a transaction, and some.
const PATIENCE: Duration = Duration::from_secs(12);

async fn town() -> (Town, Proxy) {
    let database = Arc::new(Database::migrated().await);
    let proxy = Proxy::before(&database, Duration::ZERO).await;
    let town = Town::over(database, |config| proxy.route(config)).await;
    (town, proxy)
}

#[track_caller]
fn expect_unavailable(answer: Answer) {
    let answer = answer.expect(503).saying("Back in a moment").silent_on("127.0.0.1").silent_on("Connection");
    assert!(answer.header("retry-after").parse::<u32>().unwrap() >= 1);
}

#[tokio::test]
async fn a_lost_database_is_told_in_time_and_found_again() {
    let (town, proxy) = town().await;
    let mut alice = town.alice().await;
    alice.get("/").await.expect(200);
    proxy.cut();
    let begun = Instant::now();
    expect_unavailable(alice.get("/").await);
    expect_unavailable(alice.get("/search/?q=x").await.saying("href=\"/search/?q=x\""));
    expect_unavailable(alice.post("/projects/create/", &[("name", "lost?")]).await);
    expect_unavailable(town.stranger().post("/login/", &[("username", "alice"), ("password", "x")]).await);
    let part = alice.hx().get("/projects/").await.expect(503).saying("hx-partial");
    assert!(!part.body.contains("<html"));
    town.stranger().get("/healthz").await.expect(200);
    town.stranger().get("/readyz").await.expect(503);
    assert!(begun.elapsed() < PATIENCE);
    proxy.mend();
    alice.get("/").await.expect(200).silent_on("lost?");
    town.stranger().get("/readyz").await.expect(200);
}

#[tokio::test]
async fn a_silent_network_does_not_hold_requests() {
    let (town, proxy) = town().await;
    let mut alice = town.alice().await;
    alice.get("/").await.expect(200);
    proxy.fall_silent();
    let begun = Instant::now();
    expect_unavailable(alice.get("/").await);
    assert!(begun.elapsed() < PATIENCE);
    proxy.mend();
    alice.get("/").await.expect(200);
}

/// COMMIT was on its way, and its answer is lost: whoever is told that nothing was saved would do it a second time.
#[tokio::test]
async fn a_change_that_nobody_saw_confirmed_is_not_called_unsaved() {
    let (town, proxy) = town().await;
    let mut alice = town.alice().await;
    let create = format!("/projects/{}/tasks/create/", town.acme.project);
    alice.post(&create, &[("title", "Seen")]).await.expect(303);
    proxy.swallow_answers();
    let begun = Instant::now();
    let answer = alice.post(&create, &[("title", "Not seen")]).await.expect(503);
    let answer = answer.saying("look before you try again").silent_on("Nothing was saved");
    assert!(answer.headers.get("retry-after").is_none(), "trying again is not what is asked for");
    assert!(begun.elapsed() < PATIENCE);
    // What could not be on its way is still said to be unsaved.
    expect_unavailable(alice.get("/").await);
    let kept = "select count(*) from app.tasks where title = 'Not seen'";
    let kept: i64 = town.database.superuser().await.query_one(kept, &[]).await.unwrap().get(0);
    assert_eq!(kept, 1);
    proxy.mend();
}

#[tokio::test]
async fn a_row_that_somebody_holds_is_not_waited_for_for_ever() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let superuser = town.database.superuser().await;
    superuser.batch_execute("begin; lock table app.tasks in access exclusive mode").await.unwrap();
    let begun = Instant::now();
    expect_unavailable(alice.post(&format!("/tasks/{}/toggle/", town.acme.open), &[("done", "true")]).await);
    assert!(begun.elapsed() < PATIENCE);
    superuser.batch_execute("rollback").await.unwrap();
    alice.post(&format!("/tasks/{}/toggle/", town.acme.open), &[("done", "true")]).await.expect(303);
}

#[tokio::test]
async fn a_pool_that_is_used_up_is_told_in_time() {
    let town = Town::new().await;
    let alice = town.alice().await;
    alice.clone().get("/").await.expect(200);
    let superuser = town.database.superuser().await;
    superuser.batch_execute("begin; lock table app.projects in access exclusive mode").await.unwrap();
    let begun = Instant::now();
    let crowd: Vec<_> = (0..12)
        .map(|_| {
            let mut alice = alice.clone();
            tokio::spawn(async move { alice.get("/").await })
        })
        .collect();
    for request in crowd {
        expect_unavailable(request.await.unwrap());
    }
    assert!(begun.elapsed() < PATIENCE);
    superuser.batch_execute("rollback").await.unwrap();
    alice.clone().get("/").await.expect(200);
}

#[tokio::test]
async fn a_denied_privilege_is_our_mistake_and_says_nothing_of_the_database() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    town.database
        .superuser()
        .await
        .batch_execute("revoke select on app.projects from rowhouse_app")
        .await
        .unwrap();
    let answer = alice.get("/projects/").await.expect(500).saying("Something went wrong");
    answer.silent_on("permission").silent_on("projects\"").silent_on("42501");
    town.stranger().get("/metrics").await.expect(200).saying("rowhouse_privilege_denied_total");
}

#[tokio::test]
async fn a_schema_that_changed_under_prepared_statements_heals_by_itself() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let page = format!("/projects/{}/", town.acme.project);
    alice.get(&page).await.expect(200);
    let superuser = town.database.superuser().await;
    let change = "alter table app.tasks drop column norm cascade; alter table app.tasks alter column title type varchar(300)";
    superuser.batch_execute(change).await.unwrap();
    // At most one request per old connection is told to come again.
    for _ in 0..5 {
        if alice.get(&page).await.status == 200 {
            return;
        }
    }
    panic!("the old statements are still in use");
}
