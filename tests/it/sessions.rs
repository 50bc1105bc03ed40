//! Sessions across running instances: remembered, and revoked everywhere within a second.

use std::time::{Duration, Instant};

use axum::http::StatusCode;

use crate::harness::Town;

/// Two instances that hear each other.
pub(crate) async fn heard(town: &Town) -> axum::Router {
    let (router, sessions, pools) = town.second_instance();
    tokio::spawn(async move { sessions.listen(&pools).await });
    let (sessions, pools) = (town.sessions.clone(), town.pools.clone());
    tokio::spawn(async move { sessions.listen(&pools).await });
    let superuser = town.database.superuser().await;
    // Both listen once the server says so.
    loop {
        let listening: i64 = superuser
            .query_one("select count(*) from pg_stat_activity where datname = current_database() and query ilike 'listen%'", &[])
            .await
            .unwrap()
            .get(0);
        if listening == 2 {
            return router;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn sign_out_at_one_instance_is_sign_out_at_the_other_within_a_second() {
    let town = Town::new().await;
    let second = heard(&town).await;
    let mut alice = town.alice().await;
    let mut elsewhere = alice.at(second);
    elsewhere.get("/").await.expect(200);

    alice.post("/logout/", &[]).await.expect(303);
    let ended = Instant::now();
    while elsewhere.get("/").await.status == StatusCode::OK {
        assert!(ended.elapsed() < Duration::from_secs(1), "still signed in after a second");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_cached_session_asks_the_database_nothing() {
    let town = Town::new().await;
    let _second = heard(&town).await;
    let mut alice = town.alice().await;
    alice.get("/").await.expect(200);
    tokio::time::sleep(Duration::from_millis(100)).await; // the touch has gone out
    // If the session were asked for, this would be noticed at once.
    town.database
        .superuser()
        .await
        .batch_execute("revoke execute on all functions in schema auth from rowhouse_auth")
        .await
        .unwrap();
    alice.get("/").await.expect(200);
    alice.get("/projects/").await.expect(200);
}

#[tokio::test]
async fn an_instance_that_hears_nothing_believes_a_session_for_a_second_at_most() {
    let town = Town::new().await;
    let (second, ..) = town.second_instance();
    let mut alice = town.alice().await;
    let mut deaf = alice.at(second);
    deaf.get("/").await.expect(200);
    alice.post("/logout/", &[]).await.expect(303);
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    deaf.get("/").await.expect(303);
}

#[tokio::test]
async fn what_may_have_gone_unheard_is_forgotten() {
    let town = Town::new().await;
    let second = heard(&town).await;
    let alice = town.alice().await;
    let mut elsewhere = alice.at(second);
    elsewhere.get("/").await.expect(200);
    let superuser = town.database.superuser().await;
    // The listeners are cut off, and the session ends while nobody hears.
    superuser
        .batch_execute("delete from auth.sessions; select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()")
        .await
        .unwrap();
    let cut = Instant::now();
    while elsewhere.get("/").await.status == StatusCode::OK {
        assert!(cut.elapsed() < Duration::from_secs(1), "still signed in after a second");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn use_slides_the_idle_expiry() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let superuser = town.database.superuser().await;
    superuser
        .batch_execute("update auth.sessions set seen_at = now() - interval '1 hour', idle_expires_at = now() + interval '1 minute'")
        .await
        .unwrap();
    alice.get("/").await.expect(200);
    let begun = Instant::now();
    loop {
        let slid: bool = superuser
            .query_one("select idle_expires_at > now() + interval '30 minutes' from auth.sessions", &[])
            .await
            .unwrap()
            .get(0);
        if slid {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "not slid");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
