//! The page of a tenant's trail: what changed in words, by person, thing, act and time, and nothing of other tenants.

use crate::harness::Town;

#[tokio::test]
async fn the_page_says_who_did_what() {
    let town = Town::new().await;
    let acme = &town.acme;
    let mut alice = town.alice().await;
    alice
        .post(&format!("/tasks/{}/edit/", acme.open), &[("title", "<b>better</b>"), ("version", "1")])
        .await
        .expect(303);
    alice.post(&format!("/tasks/{}/toggle/", acme.open), &[("done", "true")]).await.expect(303);
    alice.post(&format!("/tasks/{}/delete/", acme.done), &[]).await.expect(303);

    let page = alice.get("/audit/").await.expect(200).silent_on("globex").silent_on("<b>better");
    for said in [
        "renamed",
        "finished",
        "deleted",
        "added",
        "&lt;b&gt;better&lt;/b&gt;",
        "acme open task",
        "UTC",
        "The service",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let alices = format!("/audit/?person={}", acme.user);
    alice.get(&alices).await.expect(200).saying("What ").saying("finished").silent_on("The service");
    alice
        .get("/audit/?act=delete")
        .await
        .expect(200)
        .saying("deleted")
        .silent_on("finished")
        .silent_on(">added");
    let history = alice.get(&format!("/audit/?object={}", acme.open)).await.expect(200);
    assert!(history.body.contains("renamed") && history.body.contains("finished"), "{}", history.body);
    assert!(!history.body.contains("deleted the"), "{}", history.body);
    alice.get("/audit/?until=2001-01-01").await.expect(200).saying("Nothing like that");
    alice.get("/audit/?from=2001-01-01").await.expect(200).saying("finished");
}

#[tokio::test]
async fn nonsense_is_said_and_another_tenants_things_are_as_things_that_never_were() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    for nonsense in [
        "act=explode",
        "person=bob",
        "object=1",
        "from=31.1.2026",
        "until=9999-99-99",
        "after=1.2.3",
        "from=2026-02-02&until=2026-02-01",
        "from=%00",
    ] {
        alice.get(&format!("/audit/?{nonsense}")).await.expect(200).saying("makes no sense").saying("added");
    }
    let others = alice.get(&format!("/audit/?object={}", town.globex.project)).await.expect(200);
    let nobodys = alice.get(&format!("/audit/?object={}", rowhouse::id::ProjectId::new())).await.expect(200);
    assert_eq!(others.body, nobodys.body);
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    let fill = format!(
        "insert into app.tasks (tenant_id, project_id, title) select '{}', '{}', 'filler ' || n from generate_series(1, 120) n",
        town.acme.tenant, town.acme.project
    );
    superuser.batch_execute(&fill).await.unwrap();
    let mut alice = town.alice().await;
    let mut path = "/audit/?act=insert".to_owned();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..4 {
        let page = alice.get(&path).await.expect(200).body;
        for part in page.split("filler ").skip(1) {
            seen.insert(part.split(|c: char| !c.is_ascii_digit()).next().unwrap().to_owned());
        }
        let Some(next) =
            page.split("href=\"").find(|link| link.starts_with("/audit/") && link.contains("after="))
        else {
            break;
        };
        path = next.split('"').next().unwrap().replace("&amp;", "&");
    }
    assert_eq!(seen.len(), 120);
}
