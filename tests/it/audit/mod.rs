//! The audit trail of tenants: every change leaves an entry that says who, nobody can write or remove one, and whatever is done
//! to it afterwards is found.

mod command;
mod impersonation;
mod page;
mod retention;
mod sealing;
mod tampering;

use serde_json::{Value, json};
use tokio_postgres::Client;

pub(crate) use self::sealing::seal_all;
use crate::harness::{Database, Town};

/// Every entry of a tenant about what was touched after `Town::new`: act, object, the actor, and what differs.
async fn entries(database: &Database, since: i64) -> Vec<(String, String, Option<uuid::Uuid>, Value, Value)> {
    let admin = database.role("rowhouse_admin").await;
    let read =
        "select act, object, actor, before::text, after::text from app.audit order by era, xid, at offset $1";
    admin
        .query(read, &[&since])
        .await
        .unwrap()
        .iter()
        .map(|row| {
            let value = |column| {
                row.get::<_, Option<&str>>(column)
                    .map_or(Value::Null, |text| serde_json::from_str(text).unwrap())
            };
            (row.get(0), row.get(1), row.get(2), value(3), value(4))
        })
        .collect()
}

async fn count(client: &Client) -> i64 {
    client.query_one("select count(*) from app.audit", &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn every_change_leaves_an_entry_with_its_person_before_and_after() {
    let town = Town::new().await;
    let since = count(&town.database.role("rowhouse_admin").await).await;
    let acme = &town.acme;
    let mut alice = town.alice().await;
    alice
        .post(&format!("/projects/{}/tasks/create/", acme.project), &[("title", "new one")])
        .await
        .expect(303);
    alice
        .post(&format!("/tasks/{}/edit/", acme.open), &[("title", "better"), ("version", "1")])
        .await
        .expect(303);
    alice.post(&format!("/tasks/{}/toggle/", acme.open), &[("done", "true")]).await.expect(303);
    // What is so already is no change.
    alice.post(&format!("/tasks/{}/toggle/", acme.open), &[("done", "true")]).await.expect(303);
    alice.post(&format!("/projects/{}/delete/", acme.project), &[]).await.expect(303);

    let found = entries(&town.database, since).await;
    let acts: Vec<_> = found.iter().map(|(act, object, ..)| format!("{act} {object}")).collect();
    assert_eq!(acts[..3], ["insert tasks", "update tasks", "update tasks"], "{acts:?}");
    // What else hangs on a project goes with it.
    let mut deleted = acts[3..].to_vec();
    deleted.retain(|act| ["delete projects", "delete tasks"].contains(&act.as_str()));
    deleted.sort();
    assert_eq!(deleted, ["delete projects", "delete tasks", "delete tasks", "delete tasks"]);
    for (act, object, actor, ..) in &found {
        assert_eq!(actor.map(|id| id.to_string()), Some(acme.user.to_string()), "{act} {object}");
    }
    assert_eq!((&found[0].3, &found[0].4["title"]), (&Value::Null, &json!("new one")));
    assert_eq!((&found[1].3["title"], &found[1].4["title"]), (&json!("acme open task"), &json!("better")));
    assert!(found[2].3["completed_at"].is_null() && found[2].4["completed_at"].is_string(), "{:?}", found[2]);
    assert!(found.iter().all(|(.., before, after)| before["norm"].is_null() && after["tenant_id"].is_null()));
}

#[tokio::test]
async fn an_entry_goes_with_the_transaction_that_made_it() {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    let before = count(&superuser).await;
    superuser
        .batch_execute("begin; update app.tasks set title = 'x'; delete from app.projects; rollback")
        .await
        .unwrap();
    assert_eq!(count(&superuser).await, before);
}

/// Neither the roles of the program nor the owner of the tables.
#[tokio::test]
async fn nobody_writes_the_trail_by_hand() {
    let town = Town::new().await;
    let context =
        format!("set app.tenant_id = '{}'; set app.operator_id = '{}'", town.acme.tenant, town.acme.user);
    for role in ["rowhouse_app", "rowhouse_auth", "rowhouse_admin", "rowhouse_operator"] {
        let client = town.database.role(role).await;
        client.batch_execute(&format!("set default_transaction_read_only = off; {context}")).await.unwrap();
        for attempt in [
            "insert into app.audit (era, act, object, object_id) values (1, 'insert', 'tasks', gen_random_uuid())",
            "update app.audit set after = '{}'",
            "delete from app.audit",
            "truncate app.audit",
            "delete from app.seals",
            "delete from auth.batches",
            "delete from auth.trail",
            "select app.seal_era(1, true)",
        ] {
            let refused = client.batch_execute(attempt).await.unwrap_err();
            assert_eq!(refused.code().unwrap().code(), "42501", "{role}: {attempt}");
        }
    }
    let mut app = town.database.role("rowhouse_app").await;
    let tx = app.transaction().await.unwrap();
    tx.batch_execute(&format!("set local app.tenant_id = '{}'", town.globex.tenant)).await.unwrap();
    let others: i64 = tx
        .query_one("select count(*) from app.audit where tenant_id::text <> app.tenant_id()::text", &[])
        .await
        .unwrap()
        .get(0);
    let own: i64 = tx.query_one("select count(*) from app.audit", &[]).await.unwrap().get(0);
    assert!(others == 0 && own >= 4, "{others} {own}");
}
