//! The trail of the installation: who signed in and out, and on which server. Nobody can write it by hand.

use crate::harness::{Database, Town};

/// Every entry: the act, whether a person acted, whether one is its object, and the details.
async fn entries(database: &Database) -> Vec<(String, bool, bool, String)> {
    let admin = database.role("rowhouse_admin").await;
    let read =
        "select act, actor is not null, object_id is not null, details::text from auth.trail order by at";
    let rows = admin.query(read, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect()
}

#[tokio::test]
async fn signing_in_failing_to_and_signing_out_leave_an_entry_each() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    alice.post("/logout/", &[]).await.expect(303);
    for login in ["alice", "a password in the wrong field"] {
        town.stranger().post("/login/", &[("username", login), ("password", "wrong")]).await.expect(422);
    }
    // It has ended already, so nobody signs out.
    alice.post("/logout/", &[]).await;

    let entries = entries(&town.database).await;
    let acts: Vec<_> =
        entries.iter().map(|(act, actor, object, _)| (act.as_str(), *actor, *object)).collect();
    assert_eq!(
        acts,
        [
            ("signed_in", true, true),
            ("signed_out", true, true),
            ("sign_in_failed", false, true),
            ("sign_in_failed", false, false)
        ]
    );
    let details: String = entries.iter().map(|(_, _, _, details)| details.as_str()).collect();
    assert!(!details.contains("wrong field"), "what was typed may be a password: {details}");
}

#[tokio::test]
async fn another_server_is_another_era_and_the_same_one_is_not() {
    let database = Database::migrated().await;
    let auth = database.role("rowhouse_auth").await;
    let era = async || -> i32 { auth.query_one("select auth.begin_era()", &[]).await.unwrap().get(0) };
    assert_eq!((era().await, era().await), (1, 1));
    let superuser = database.superuser().await;
    // As after a restore, when the rows say that they came from elsewhere.
    superuser.batch_execute("update auth.eras set system_identifier = 1").await.unwrap();
    assert_eq!((era().await, era().await), (2, 2));
    // Of a copy without its sequences, from which the triggers of the audit trail know the era.
    superuser.batch_execute("select setval('auth.era', 7)").await.unwrap();
    assert_eq!(era().await, 2);
    let filed: i64 =
        superuser.query_one("select pg_sequence_last_value('auth.era')", &[]).await.unwrap().get(0);
    assert_eq!(filed, 2);
}

#[tokio::test]
async fn superusers_see_it_and_nobody_else_does() {
    let town = Town::new().await;
    town.stranger().post("/login/", &[("username", "gus"), ("password", "wrong")]).await.expect(422);
    let mut root = town.root().await;
    let page = root.get("/admin/trail/").await.expect(200);
    for said in ["sign in failed", "gus", "signed in", "root", "192.0.2.1"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    town.alice().await.get("/admin/trail/").await.expect(403);
    root.get("/admin/").await.expect(200).saying("Installation trail");
}
