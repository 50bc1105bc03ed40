//! A superuser who acts as one of a tenant's people: the entry says both, and nobody can put anybody else behind a person.

use crate::harness::{Town, create_user};
use rowhouse::id::UserId;
use tokio_postgres::Error;
use uuid::Uuid;

/// The act of the superuser as Alice, in her tenant and by the login of the application.
pub(super) async fn impersonated(town: &Town, act: &str) -> Result<(), Error> {
    let superuser = town.database.superuser().await;
    let root: Uuid =
        superuser.query_one("select user_id from auth.users where login = 'root'", &[]).await.unwrap().get(0);
    as_alice(town, &root.to_string(), act).await
}

async fn as_alice(town: &Town, operator: &str, act: &str) -> Result<(), Error> {
    let acme = &town.acme;
    let app = town.database.role("rowhouse_app").await;
    app.batch_execute(&format!(
        "begin; set local app.tenant_id = '{}'; set local app.user_id = '{}'; set local app.operator_id = '{operator}'; {act}; commit",
        acme.tenant, acme.user
    ))
    .await
}

#[tokio::test]
async fn the_page_says_who_acted_as_whom() {
    let town = Town::new().await;
    let acme = &town.acme;
    impersonated(&town, &format!("update app.projects set name = 'Renamed' where id = '{}'", acme.project))
        .await
        .unwrap();
    impersonated(&town, &format!("delete from app.tasks where id = '{}'", acme.done)).await.unwrap();
    let mut alice = town.alice().await;
    alice
        .post(&format!("/tasks/{}/edit/", acme.open), &[("title", "by herself"), ("version", "1")])
        .await
        .expect(303);

    for path in ["/audit/".to_owned(), format!("/audit/?object={}", acme.project)] {
        let page = text(&alice.get(&path).await.expect(200).body);
        assert!(page.contains("root, as alice, renamed the project Renamed"), "{path}: {page}");
    }
    let page = text(&alice.get("/audit/").await.expect(200).body);
    assert!(page.contains("root, as alice, deleted the task acme done task"), "{page}");
    assert!(
        page.contains("alice renamed the task by herself") && !page.contains("as alice, renamed the task"),
        "{page}"
    );
    // Of the superuser no more than the name: not even the id.
    let admin = town.database.role("rowhouse_admin").await;
    let id: &str = &admin
        .query_one("select impersonator ->> 'id' from app.audit where impersonator is not null limit 1", &[])
        .await
        .unwrap()
        .get::<_, String>(0);
    assert!(!alice.get("/audit/").await.expect(200).body.contains(id));
    // The other tenant's page says nothing of it.
    town.gus().await.get("/audit/").await.expect(200).silent_on("root");
}

/// What a page says, without its tags.
fn text(html: &str) -> String {
    let texts: String =
        html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    texts.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn nobody_but_an_active_superuser_stands_behind_a_person() {
    let town = Town::new().await;
    let admin = town.database.role("rowhouse_admin").await;
    let entries = "select count(*) from app.audit";
    let before: i64 = admin.query_one(entries, &[]).await.unwrap().get(0);
    create_user(&town.database, UserId::new(), "late", true).await;
    let superuser = town.database.superuser().await;
    let late: Uuid = superuser
        .query_one("update auth.users set status = 'deactivated' where login = 'late' returning user_id", &[])
        .await
        .unwrap()
        .get(0);
    for operator in [town.globex.user.to_string(), Uuid::nil().to_string(), late.to_string()] {
        for act in ["update app.tasks set title = 'x'", "delete from app.tasks"] {
            let refused = as_alice(&town, &operator, act).await.unwrap_err();
            assert_eq!(refused.code().unwrap().code(), "RH002", "{operator}: {act}");
        }
    }
    let after: i64 = admin.query_one(entries, &[]).await.unwrap().get(0);
    assert_eq!(before, after);
}

/// Or every entry that was sealed before there was such a column would look changed.
#[tokio::test]
async fn an_entry_without_anybody_behind_is_hashed_as_it_always_was() {
    let town = Town::new().await;
    impersonated(&town, "update app.tasks set title = 'by a superuser'").await.unwrap();
    let always = "select impersonator is null, app.audit_digest(a) = sha256(convert_to(jsonb_build_array(tenant_id, id, era, xid::text,
                    extract(epoch from at), login, actor, act, object, object_id, before, after)::text, 'UTF8'))
                  from app.audit a";
    let rows = town.database.superuser().await.query(always, &[]).await.unwrap();
    assert!(rows.iter().any(|row| !row.get::<_, bool>(0)) && rows.len() > 4);
    for row in rows {
        assert_eq!(row.get::<_, bool>(0), row.get::<_, bool>(1));
    }
}
