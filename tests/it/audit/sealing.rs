//! Seals: made of everything that is settled, once each, whoever else writes or seals meanwhile.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use rowhouse::operate::audit::{self, Heads};
use secrecy::SecretString;
use tokio::task::JoinSet;

use crate::harness::{Database, Town, connect};

/// How long other tests' transactions may hold back what is settled.
const PATIENCE: Duration = Duration::from_mins(2);

/// Waits until everything can be sealed. Transactions of other tests, on the same server, may run on for a moment: then nothing is
/// settled that is younger, and a seal that did not wait for them would make a batch of the rest, or of nothing.
pub(super) async fn settle(database: &Database) {
    let settled = "select pg_snapshot_xmin(pg_current_snapshot()) > max(xid)
                   from (select xid from app.audit union all select xid from auth.trail) entries";
    let (superuser, begun) = (database.superuser().await, Instant::now());
    while !superuser.query_one(settled, &[]).await.unwrap().get::<_, bool>(0) {
        assert!(begun.elapsed() < PATIENCE, "a transaction on this server does not end");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Seals everything, as one batch.
pub(crate) async fn seal_all(town: &Town, heads: Option<&Heads>) {
    settle(&town.database).await;
    audit::seal(&town.pools, heads).await.unwrap();
    let left = "select count(*) from (select era, xid from app.audit union all
                  select era, xid from auth.trail where act not in ('signed_in', 'signed_out', 'sign_in_failed', 'looked_at', 'exported')) entries
                where not exists (select from auth.batches b where b.era = entries.era and entries.xid >= b.lo and entries.xid < b.hi)";
    let left: i64 = town.database.superuser().await.query_one(left, &[]).await.unwrap().get(0);
    assert_eq!(left, 0, "not all is sealed");
}

#[tokio::test]
async fn what_is_settled_is_sealed_once_and_what_is_not_waits() {
    let town = Town::new().await;
    seal_all(&town, None).await;
    assert_eq!(audit::seal(&town.pools, None).await.unwrap(), 0, "all is sealed");

    let running = town.database.superuser().await;
    running.batch_execute("begin; update app.tasks set title = 'slow'").await.unwrap();
    town.alice().await.post("/projects/create/", &[("name", "quick")]).await.expect(303);
    assert_eq!(audit::seal(&town.pools, None).await.unwrap(), 0, "an older transaction still runs");
    running.batch_execute("commit").await.unwrap();
    seal_all(&town, None).await;
    let verdict = audit::verify(&town.pools.admin(), None).await.unwrap();
    assert!(verdict.faults.is_empty() && verdict.batches >= 2, "{verdict:?}");
}

/// Eight writers, some of whom roll back; two sealers; and a sealer that is shot while it seals. They go on until there are some
/// batches and somebody was shot: how soon that is depends on who else holds back what is settled on this server.
#[tokio::test]
async fn the_chain_is_whole_whatever_happens_beside_it() {
    let town = Arc::new(Town::new().await);
    let enough = Arc::new(AtomicBool::new(false));
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let (config, tenant, project) =
            (town.database.superuser_config(), town.acme.tenant, town.acme.project);
        let enough = Arc::clone(&enough);
        writers.spawn(async move {
            let client = connect(&config).await;
            for turn in 0.. {
                if enough.load(Ordering::Relaxed) {
                    return;
                }
                let end = if (writer + turn) % 5 == 0 { "rollback" } else { "commit" };
                let work = format!(
                    "begin; insert into app.tasks (tenant_id, project_id, title) values ('{tenant}', '{project}', '{writer} {turn}');
                     select pg_sleep(random() / 100); {end}"
                );
                client.batch_execute(&work).await.unwrap();
            }
        });
    }
    let mut sealers = JoinSet::new();
    for _ in 0..2 {
        let town = Arc::clone(&town);
        sealers.spawn(async move {
            loop {
                // One that is shot, or comes second, is no harm.
                let _ = audit::seal(&town.pools, None).await;
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        });
    }
    let superuser = town.database.superuser().await;
    let number = async |text: &str| superuser.query_one(text, &[]).await.unwrap().get::<_, i64>(0);
    let (mut shot, mut sealed_by_then, begun) = (0, -1, Instant::now());
    while !writers.is_empty() {
        // Not before something was sealed since the last: on a slow machine nobody would ever come to an end.
        let sealed = number("select count(*) from auth.batches").await;
        if sealed > sealed_by_then {
            let met = number(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity
                 where datname = current_database() and usename = 'rowhouse_operator' and state = 'active'",
            )
            .await;
            if met > 0 {
                (shot, sealed_by_then) = (shot + met, sealed);
            }
        }
        enough.store(shot > 0 && sealed > 9, Ordering::Relaxed);
        assert!(begun.elapsed() < PATIENCE, "{shot} sealers were met at work, and {sealed} batches made");
        tokio::time::sleep(Duration::from_millis(5)).await;
        while let Some(done) = writers.try_join_next() {
            done.unwrap();
        }
    }
    sealers.shutdown().await;
    // A connection that was shot may still be in the pool.
    while audit::seal(&town.pools, None).await.is_err() {}
    seal_all(&town, None).await;
    let verdict = audit::verify(&town.pools.admin(), None).await.unwrap();
    assert!(verdict.faults.is_empty() && verdict.batches > 9, "{verdict:?}");
}

#[tokio::test]
async fn another_server_goes_on_with_the_chain() {
    let town = Town::new().await;
    seal_all(&town, None).await;
    town.alice().await.post("/projects/create/", &[("name", "not sealed in its era")]).await.expect(303);
    let superuser = town.database.superuser().await;
    superuser
        .batch_execute("update auth.eras set system_identifier = 1; select auth.begin_era()")
        .await
        .unwrap();
    town.alice().await.post("/projects/create/", &[("name", "in the new one")]).await.expect(303);

    seal_all(&town, None).await;
    let eras: i64 =
        superuser.query_one("select count(distinct era) from auth.batches", &[]).await.unwrap().get(0);
    assert_eq!(eras, 2);
    let verdict = audit::verify(&town.pools.admin(), None).await.unwrap();
    assert!(verdict.faults.is_empty(), "{verdict:?}");
}

#[tokio::test]
async fn a_tenant_that_is_removed_leaves_the_chain_whole() {
    let town = Town::new().await;
    seal_all(&town, None).await;
    let superuser = town.database.superuser().await;
    superuser
        .batch_execute("update app.tenants set status = 'deleted', purge_after = now() where slug = 'acme'; select auth.purge_tenants()")
        .await
        .unwrap();
    seal_all(&town, None).await;
    let verdict = audit::verify(&town.pools.admin(), None).await.unwrap();
    assert!(verdict.faults.is_empty(), "{verdict:?}");
    let kept: bool = superuser
        .query_one("select details ? 'last_seal' from auth.trail where act = 'tenant_purged'", &[])
        .await
        .unwrap()
        .get(0);
    assert!(kept, "the act and the last seal are kept");
}

pub(super) fn heads(name: &str) -> (Heads, PathBuf) {
    let file = std::env::temp_dir().join(format!("rowhouse-heads-{}-{name}", std::process::id()));
    let _ = std::fs::remove_file(&file);
    (Heads::new(file.clone(), SecretString::from("a key")), file)
}

#[tokio::test]
async fn heads_outside_show_a_chain_that_was_cut_or_made_anew() {
    let town = Town::new().await;
    let (heads, file) = heads("cut");
    seal_all(&town, Some(&heads)).await;
    town.alice().await.post("/projects/create/", &[("name", "to be hidden")]).await.expect(303);
    seal_all(&town, Some(&heads)).await;
    let admin = town.pools.admin();
    let verdict = audit::verify(&admin, Some(&heads)).await.unwrap();
    assert!(verdict.faults.is_empty() && verdict.heads == Some(verdict.batches), "{verdict:?}");

    let superuser = town.database.superuser().await;
    let cut = "delete from app.seals where batch = (select max(batch) from auth.batches);
               delete from auth.batches where batch = (select max(batch) from auth.batches);
               delete from app.audit a using (select max(hi::text::bigint) as hi from auth.batches) b where a.xid::text::bigint >= b.hi";
    superuser.batch_execute(cut).await.unwrap();
    assert!(audit::verify(&admin, None).await.unwrap().faults.is_empty(), "the chain alone cannot show it");
    let verdict = audit::verify(&admin, Some(&heads)).await.unwrap();
    assert!(verdict.faults.iter().any(|fault| fault.fault.contains("the batch is gone")), "{verdict:?}");

    // All of it made anew, by the very function that makes it.
    superuser
        .batch_execute("delete from auth.batches; delete from app.seals; update app.audit set actor = null; ")
        .await
        .unwrap();
    seal_all(&town, None).await;
    assert!(audit::verify(&admin, None).await.unwrap().faults.is_empty());
    let verdict = audit::verify(&admin, Some(&heads)).await.unwrap();
    assert!(verdict.faults.iter().any(|fault| fault.fault.contains("another one")), "{verdict:?}");

    // And a file that was touched.
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("1 ", "7 ", 1)).unwrap();
    let verdict = audit::verify(&admin, Some(&heads)).await.unwrap();
    assert!(
        verdict.faults.iter().any(|fault| fault.fault.contains("not written with this key")),
        "{verdict:?}"
    );
    std::fs::remove_file(file).unwrap();
}
