//! How often a request waits for the database, counted by a proxy that stands between the two.

use std::{sync::Arc, time::Duration};

use crate::harness::{Browser, Database, Proxy, Town};

/// The least round trips of several requests: the first on a connection prepares its statements.
async fn cost(proxy: &Proxy, mut request: impl AsyncFnMut()) -> u64 {
    let mut least = u64::MAX;
    for _ in 0..6 {
        let before = proxy.round_trips();
        request().await;
        least = least.min(proxy.round_trips() - before);
    }
    least
}

async fn town() -> (Town, Proxy, Browser) {
    let database = Arc::new(Database::migrated().await);
    let proxy = Proxy::before(&database, Duration::from_millis(2)).await;
    let town = Town::over(database, |config| proxy.route(config)).await;
    let (sessions, pools) = (town.sessions.clone(), town.second_instance().2);
    // So that sessions are believed for a minute; on connections of its own, which are not counted.
    tokio::spawn(async move { sessions.listen(&pools).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let alice = town.alice().await;
    (town, proxy, alice)
}

#[tokio::test]
async fn a_page_and_a_change_cost_one_each_the_session_included() {
    let (town, proxy, alice) = town().await;
    let (project, task) = (town.acme.project, town.acme.open);
    let get = async |path: &str| cost(&proxy, async || drop(alice.clone().get(path).await.expect(200))).await;
    assert_eq!(get("/projects/").await, 1, "one statement");
    assert_eq!(get("/").await, 1, "four independent statements");
    assert_eq!(get(&format!("/projects/{project}/")).await, 1, "two independent statements");
    assert_eq!(get("/search/?q=a").await, 1, "two independent statements");
    assert_eq!(get("/projects/create/").await, 0, "no statement, so no transaction");

    let post = async |path: &str, fields: &[(&str, &str)]| {
        cost(&proxy, async || drop(alice.clone().post(path, fields).await.expect(303))).await
    };
    assert_eq!(post(&format!("/tasks/{task}/toggle/"), &[]).await, 1, "a change, its counts, and the commit");
    assert_eq!(post(&format!("/tasks/{task}/edit/"), &[("title", "x")]).await, 1);
    assert_eq!(post(&format!("/projects/{project}/tasks/create/"), &[("title", "x")]).await, 1);
    assert_eq!(post(&format!("/projects/{project}/edit/"), &[("name", "x")]).await, 1);
}

/// The counter itself counts: two statements that wait for one another are two.
#[tokio::test]
async fn statements_one_after_the_other_are_counted_each() {
    let (town, proxy, _) = town().await;
    let tenant = town.pools.tenant(town.acme.tenant, town.acme.user);
    let query = rowhouse::sql!("dashboard/statistics");
    let read = cost(&proxy, async || {
        tenant
            .read(async |tx| {
                tx.run(query, &[]).await?;
                tx.run(query, &[]).await
            })
            .await
            .unwrap();
    });
    assert_eq!(read.await, 2);
}
