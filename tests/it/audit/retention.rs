//! The retention: it removes what is old and sealed, says so in the trail, and gives nobody a way to remove anything else.

use rowhouse::operate::audit;

use super::sealing::seal_all;
use crate::harness::Town;

/// A town whose trail is sixty days old so far, and sealed; then something of today, sealed as well.
async fn aged() -> Town {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    superuser.batch_execute("update app.audit set at = at - interval '60 days'; update auth.trail set at = at - interval '60 days'").await.unwrap();
    seal_all(&town, None).await;
    superuser.batch_execute("update auth.batches set at = at - interval '60 days'").await.unwrap();
    town.alice().await.post("/projects/create/", &[("name", "Of today")]).await.expect(303);
    seal_all(&town, None).await;
    town
}

async fn count(town: &Town, what: &str) -> i64 {
    town.database
        .superuser()
        .await
        .query_one(&format!("select count(*) from {what}"), &[])
        .await
        .unwrap()
        .get(0)
}

#[tokio::test]
async fn removes_what_is_old_and_says_so_in_the_trail() {
    let town = aged().await;
    let old = count(&town, "app.audit where at < now() - interval '50 days'").await;
    let young = count(&town, "app.audit where at > now() - interval '1 day'").await;
    assert!(old >= 8 && young >= 1);
    assert_eq!(audit::expire(&town.pools, 90).await.unwrap(), 0, "nothing is as old as that");

    assert!(audit::expire(&town.pools, 45).await.unwrap() >= old);
    assert_eq!(count(&town, "app.audit where at < now() - interval '50 days'").await, 0);
    assert_eq!(count(&town, "app.audit where act <> 'expire'").await, young);
    assert_eq!(audit::expire(&town.pools, 45).await.unwrap(), 0, "once a day");
    for turn in ["at once", "sealed"] {
        let verdict = audit::verify(&town.pools.admin(), None).await.unwrap();
        assert!(verdict.faults.is_empty() && verdict.expired_through >= Some(1), "{turn}: {verdict:?}");
        seal_all(&town, None).await;
    }
    let page = town.alice().await.get("/audit/").await.expect(200);
    page.saying("shortened the trail").saying("old entries").saying("Of today");
    // What the neighbours lost stands in their trail.
    assert_eq!(count(&town, "app.audit where act = 'expire'").await, 2);
}

#[tokio::test]
async fn nothing_younger_than_thirty_days_goes_whoever_asks() {
    let town = aged().await;
    let superuser = town.database.superuser().await;
    let young = "app.audit where at > now() - interval '30 days'";
    let before = count(&town, young).await;
    audit::expire(&town.pools, 1).await.unwrap();
    assert_eq!(count(&town, &format!("{young} and act <> 'expire'")).await, before);
    superuser.batch_execute("set role rowhouse_audit; delete from app.audit; reset role").await.unwrap();
    assert!(count(&town, young).await >= before, "the policy keeps it from the very role of the trail");
    // Signing in is kept for as long, and what superusers did for ever.
    superuser.batch_execute("update auth.trail set at = now() - interval '29 days'").await.unwrap();
    let kept = count(&town, "auth.trail").await;
    superuser.batch_execute("select auth.expire_sign_ins(1)").await.unwrap();
    assert_eq!(count(&town, "auth.trail").await, kept);
}

#[tokio::test]
async fn a_retention_hides_nothing_that_somebody_did() {
    for (tampering, sql) in [
        ("the entry of the retention removed", "delete from app.audit where act = 'expire'"),
        (
            "the entry of the retention made to cover more",
            "delete from app.audit where act = 'insert';
             update app.audit set after = jsonb_set(after, '{through}', '99') where act = 'expire'",
        ),
        ("more removed than the retention says", "delete from app.audit where act = 'insert'"),
        (
            "something slipped in where the retention removed",
            "insert into app.audit (tenant_id, era, xid, at, act, object, object_id)
             select s.tenant_id, b.era, b.lo, now() - interval '60 days', 'insert', 'tasks', gen_random_uuid()
             from app.seals s join auth.batches b using (batch) where b.batch = 1 limit 1",
        ),
        ("a seal of what was removed changed", "update app.seals set entries = entries - 1 where batch = 1"),
    ] {
        let town = aged().await;
        audit::expire(&town.pools, 45).await.unwrap();
        seal_all(&town, None).await;
        let superuser = town.database.superuser().await;
        superuser.batch_execute(sql).await.unwrap();
        let verdict = audit::verify(&town.pools.admin(), None).await.unwrap();
        assert!(!verdict.faults.is_empty(), "not found: {tampering}");
    }
}
