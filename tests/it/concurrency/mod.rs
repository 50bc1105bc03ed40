//! Hundreds of interleaved requests of fifty tenants over a pool of three connections, with clients that hang up at every
//! point, timeouts, and sessions that the server ends. No answer ever shows another tenant's marker, no promise is broken,
//! and no connection goes back in a transaction or with a context.
//!
//! The plan of a storm is random and shrinks when it fails. `PROPTEST_RNG_SEED` replays one, `PROPTEST_CASES` makes more.

mod crowd;

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use self::crowd::{Crowd, everybody_looks, step};

#[test]
fn no_storm_mixes_tenants_up() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let crowd = runtime.block_on(Crowd::gather());
    let cases = std::env::var("PROPTEST_CASES").map_or(6, |cases| cases.parse().unwrap());
    // Storms are not repeated from a file: what the last one left behind is part of this one.
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 40, ..Config::default() };
    let storms = prop::collection::vec(step(), 100..220);
    TestRunner::new(config)
        .run(&storms, |steps| {
            runtime
                .block_on(async {
                    crowd.storm(&steps).await?;
                    crowd.ask_everybody().await
                })
                .map_err(TestCaseError::fail)
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

/// The alarm rings, for rows and for connections.
#[tokio::test]
async fn a_storm_over_a_broken_guard_is_noticed() {
    let crowd = Crowd::gather().await;
    everybody_looks(&crowd).await.unwrap();
    let superuser = crowd.database.superuser().await;
    for table in ["app.projects", "app.tasks"] {
        let loosen = format!(
            "alter policy tenant_access on {table} using (true); alter policy tenant_floor on {table} using (true)"
        );
        superuser.batch_execute(&loosen).await.unwrap();
    }
    let noticed = everybody_looks(&crowd).await.unwrap_err();
    assert!(noticed.contains("was shown zq"), "{noticed}");
}

#[tokio::test]
async fn a_connection_that_comes_back_in_a_transaction_is_noticed() {
    let crowd = Crowd::gather().await;
    let config = crowd.proxy.route(&crowd.database.config("rowhouse_app"));
    let careless = crate::harness::connect(&config).await;
    // Or the server would end it, on a slow machine before it is noticed.
    careless.batch_execute("set idle_in_transaction_session_timeout = 0").await.unwrap();
    careless.batch_execute("begin").await.unwrap();
    assert_eq!(crowd.proxy.residue(), 0);
    careless.batch_execute("begin").await.unwrap();
    assert_eq!(crowd.proxy.residue(), 1);
    careless.batch_execute("rollback").await.unwrap();
    careless.batch_execute("set local app.tenant_id = ''").await.unwrap();
    assert_eq!(crowd.proxy.residue(), 2);
    careless.batch_execute("begin").await.unwrap();
    let noticed = everybody_looks(&crowd).await.unwrap_err();
    assert!(noticed.contains("not idle"), "{noticed}");
}
