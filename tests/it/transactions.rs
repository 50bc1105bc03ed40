//! The transaction itself, attacked: errors that are swallowed, requests that hang up, contexts that must not leak.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use futures_util::{
    FutureExt,
    future::{join, try_join},
};

use rowhouse::{
    db::Tenant,
    error::Error,
    id::{ProjectId, TaskId},
    sql,
};

use crate::harness::{House, Town};

fn tenant(town: &Town, house: &House) -> Tenant {
    town.pools.tenant(house.tenant, house.user)
}

async fn projects(town: &Town) -> i64 {
    town.database.superuser().await.query_one("select count(*) from app.projects", &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn an_error_rolls_everything_back() {
    let town = Town::new().await;
    let before = projects(&town).await;
    let failed: Result<(), _> = tenant(&town, &town.acme)
        .write(async |tx| {
            tx.run(sql!("projects/insert"), &[&ProjectId::new(), &"gone"]).await?;
            Err(Error::NotFound)
        })
        .await;
    assert!(matches!(failed, Err(Error::NotFound)));
    assert_eq!(projects(&town).await, before);
}

#[tokio::test]
async fn a_swallowed_error_is_never_reported_as_a_commit() {
    let town = Town::new().await;
    let before = projects(&town).await;
    let swallowed = tenant(&town, &town.acme)
        .write(async |tx| {
            tx.run(sql!("projects/insert"), &[&ProjectId::new(), &"gone"]).await?;
            let _ = tx.run(sql!("projects/insert"), &[&ProjectId::new(), &" "]).await;
            Ok(())
        })
        .await;
    assert!(matches!(swallowed, Err(Error::Internal(_))), "{swallowed:?}");
    assert_eq!(projects(&town).await, before);
}

#[tokio::test]
async fn a_statement_that_nobody_waited_for_forbids_the_commit() {
    let town = Town::new().await;
    let before = projects(&town).await;
    let dropped = tenant(&town, &town.acme)
        .write(async |tx| {
            let id = ProjectId::new();
            // Polled once, so that it is sent, and never again.
            assert!(tx.run(sql!("projects/insert"), &[&id, &"gone"]).now_or_never().is_none());
            Ok(())
        })
        .await;
    assert!(dropped.is_err());
    assert_eq!(projects(&town).await, before);
}

/// Once for each connection that has never seen the statements, and once for one that has: then all of it is sent at once.
#[tokio::test]
async fn a_write_in_one_flight_is_done_whole_or_not_at_all() {
    let town = Town::new().await;
    let acme = tenant(&town, &town.acme);
    let before = projects(&town).await;
    for round in 1..=3 {
        let refused = acme
            .write_in_one_flight(async |tx| {
                let (first, second) = (ProjectId::new(), ProjectId::new());
                try_join(
                    tx.run(sql!("projects/insert"), &[&first, &"gone"]),
                    tx.run(sql!("projects/insert"), &[&second, &" "]),
                )
                .await
            })
            .await;
        assert!(matches!(refused, Err(Error::Constraint(_))), "{refused:?}");
        assert_eq!(projects(&town).await, before + round - 1);
        acme.write_in_one_flight(async |tx| {
            tx.run(sql!("projects/insert"), &[&ProjectId::new(), &"there"]).await
        })
        .await
        .unwrap();
        assert_eq!(projects(&town).await, before + round);
    }
}

#[tokio::test]
async fn a_write_in_one_flight_never_reports_what_was_rolled_back() {
    let town = Town::new().await;
    let acme = tenant(&town, &town.acme);
    let before = projects(&town).await;
    for _ in 0..3 {
        let swallowed = acme
            .write_in_one_flight(async |tx| {
                let (first, second) = (ProjectId::new(), ProjectId::new());
                let _ = join(
                    tx.run(sql!("projects/insert"), &[&first, &"gone"]),
                    tx.run(sql!("projects/insert"), &[&second, &" "]),
                )
                .await;
                Ok(())
            })
            .await;
        assert!(matches!(swallowed, Err(Error::Internal(_))), "{swallowed:?}");
        let dropped = acme
            .write_in_one_flight(async |tx| {
                let id = ProjectId::new();
                assert!(tx.run(sql!("projects/insert"), &[&id, &"gone"]).now_or_never().is_none());
                Ok(())
            })
            .await;
        assert!(dropped.is_err());
        assert_eq!(projects(&town).await, before);
    }
}

/// It would be in no transaction, or in one of its own that has no context.
#[tokio::test]
async fn a_statement_that_comes_after_its_flight_is_refused() {
    let town = Town::new().await;
    let late = tenant(&town, &town.acme)
        .write_in_one_flight(async |tx| {
            tx.run(sql!("dashboard/statistics"), &[]).await?;
            tx.run(sql!("projects/insert"), &[&ProjectId::new(), &"late"]).await
        })
        .await;
    assert!(matches!(late, Err(Error::Internal(_))), "{late:?}");
    let named: i64 = town
        .database
        .superuser()
        .await
        .query_one("select count(*) from app.projects where name = 'late'", &[])
        .await
        .unwrap()
        .get(0);
    assert_eq!(named, 0);
}

/// Tokio lets a task that has had its share of time wait, here between two statements of a flight: COMMIT must wait as well.
#[tokio::test]
async fn a_flight_is_whole_in_a_task_that_has_had_its_share_of_time() {
    let town = Town::new().await;
    let acme = tenant(&town, &town.acme);
    for _ in 0..20 {
        acme.write_in_one_flight(async |tx| {
            let statistics = || tx.run(sql!("dashboard/statistics"), &[]);
            // Where the budget of the task is spent between the first statement and the second.
            let second = async {
                poll_fn(|context| {
                    while let Poll::Ready(made) = pin!(tokio::task::coop::consume_budget()).poll(context) {
                        let () = made;
                    }
                    Poll::Ready(())
                })
                .await;
                statistics().await
            };
            try_join(statistics(), second).await
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn a_read_cannot_write() {
    let town = Town::new().await;
    let before = projects(&town).await;
    let written = tenant(&town, &town.acme)
        .read(async |tx| tx.run(sql!("projects/insert"), &[&ProjectId::new(), &"no"]).await)
        .await;
    assert!(matches!(written, Err(Error::ReadOnly(_))), "{written:?}");
    assert_eq!(projects(&town).await, before);
}

/// A read that waits between its statements sends a transaction for each, and each has the context.
#[tokio::test]
async fn every_flight_of_a_read_is_in_its_tenant() {
    let town = Town::new().await;
    let seen = async |house: &House| {
        let tenant = tenant(&town, house);
        let statistics = sql!("dashboard/statistics");
        tenant
            .read(async |tx| {
                let first: i64 = tx.one(statistics, &[]).await?;
                let second: i64 = tx.one(statistics, &[]).await?;
                let own: Option<TaskId> = tx.opt(sql!("tasks/find"), &[&house.open]).await?;
                let acmes: Option<TaskId> = tx.opt(sql!("tasks/find"), &[&town.acme.open]).await?;
                Ok((first, second, own.is_some(), acmes.is_some()))
            })
            .await
            .unwrap()
    };
    let (first, second, own, acmes) = seen(&town.acme).await;
    assert!(first == second && first > 0 && own && acmes, "{first} {second} {own} {acmes}");
    let (first, second, own, acmes) = seen(&town.globex).await;
    assert!(first == second && first > 0 && own && !acmes, "{first} {second} {own} {acmes}");
}

#[tokio::test]
async fn requests_that_hang_up_leave_no_context_and_no_transaction_behind() {
    let town = Town::new().await;
    let (acme, globex) = (tenant(&town, &town.acme), tenant(&town, &town.globex));
    for pause in (0..400_u64).map(|n| Duration::from_micros(n * 7 % 1_500)) {
        let hung_up = tokio::time::timeout(
            pause,
            acme.write(async |tx| tx.run(sql!("projects/insert"), &[&ProjectId::new(), &"hung up"]).await),
        );
        let _ = hung_up.await;
        let hung_up = tokio::time::timeout(
            pause,
            acme.write_in_one_flight(async |tx| {
                tx.run(sql!("projects/insert"), &[&ProjectId::new(), &"hung up"]).await
            }),
        );
        let _ = hung_up.await;
        let _ = tokio::time::timeout(
            pause,
            acme.read(async |tx| tx.run(sql!("dashboard/statistics"), &[]).await),
        )
        .await;
        // Whoever comes next on the same connection sees its own tenant.
        let seen: Vec<i64> =
            globex.read(async |tx| tx.all(sql!("dashboard/statistics"), &[]).await).await.unwrap();
        assert_eq!(seen, [1]);
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let open: i64 = town
        .database
        .superuser()
        .await
        .query_one(
            "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
            &[],
        )
        .await
        .unwrap()
        .get(0);
    assert_eq!(open, 0);
}

#[tokio::test]
async fn a_statement_that_outlives_its_request_is_cancelled() {
    let town = Town::new().await;
    let acme = tenant(&town, &town.acme);
    let superuser = town.database.superuser().await;
    superuser.batch_execute("begin; lock table app.tasks in access exclusive mode").await.unwrap();
    let abandoned = acme.read(async |tx| tx.run(sql!("dashboard/statistics"), &[]).await);
    assert!(tokio::time::timeout(Duration::from_millis(100), abandoned).await.is_err());
    // Long before its own lock timeout of two seconds, nothing waits for the table any more.
    let begun = std::time::Instant::now();
    let watcher = town.database.beside().await;
    loop {
        let waiting: i64 = watcher
            .query_one(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = $1",
                &[&town.database.name],
            )
            .await
            .unwrap()
            .get(0);
        if waiting == 0 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_millis(1_500), "still waiting");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    superuser.batch_execute("rollback").await.unwrap();
}

#[tokio::test]
async fn two_tenants_at_once_never_see_each_other() {
    let town = Town::new().await;
    let work = |house: &House, name: &'static str| {
        let tenant = tenant(&town, house);
        async move {
            for _ in 0..200 {
                let names: Vec<String> = tenant
                    .read(async |tx| {
                        let hits: Vec<Name> = tx.all(sql!("search/projects"), &[&"project", &50_i64]).await?;
                        Ok(hits.into_iter().map(|hit| hit.name).collect())
                    })
                    .await
                    .unwrap();
                assert_eq!(names, [name]);
            }
        }
    };
    tokio::join!(
        work(&town.acme, "acme project"),
        work(&town.globex, "globex project"),
        work(&town.acme, "acme project"),
        work(&town.globex, "globex project"),
    );
}

struct Name {
    name: String,
}

rowhouse::columns!(Name { name });
