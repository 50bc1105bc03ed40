//! Projects: created, listed, renamed, deleted, and nothing lost.

use crate::harness::Town;

#[tokio::test]
async fn a_project_lives_and_goes() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let created = alice.post("/projects/create/", &[("name", "Garden")]).await.expect(303);
    let path = created.location().to_owned();
    alice.get(&path).await.expect(200).saying("Garden").saying("No tasks yet");
    alice.get("/").await.expect(200).saying("Garden");
    alice.get("/projects/").await.expect(200).saying("Garden").saying("acme project");

    alice.get(&format!("{path}edit/")).await.expect(200).saying("value=\"Garden\"");
    assert_eq!(
        alice.post(&format!("{path}edit/"), &[("name", "Orchard")]).await.expect(303).location(),
        path
    );
    alice.get(&path).await.expect(200).saying("Orchard").silent_on("Garden");

    alice.post(&format!("{path}tasks/create/"), &[("title", "Prune")]).await.expect(303);
    alice.get(&format!("{path}delete/")).await.expect(200).saying("Orchard").saying("Its one task");
    let told = alice.post(&format!("{path}delete/"), &[]).await.expect(303).location().to_owned();
    assert!(told.starts_with("/projects/?deleted="), "{told}");
    alice.get(&told).await.expect(200).saying("Deleted “Orchard”").saying(&format!("{path}restore/"));
    alice.get(&path).await.expect(404);
    alice.get("/projects/").await.expect(200).silent_on("Orchard");
    alice.get("/search/?q=prune").await.expect(200).saying("Nothing found");
}

#[tokio::test]
async fn what_is_deleted_is_kept_for_its_tenant() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    alice.post(&format!("/projects/{}/delete/", town.acme.project), &[]).await.expect(303);
    let kept = "select kind, tenant_id, object->>'id', deleted_by from app.trash where kind in ('projects', 'tasks') order by kind";
    let trash = town.database.superuser().await.query(kept, &[]).await.unwrap();
    let kinds: Vec<&str> = trash.iter().map(|row| row.get(0)).collect();
    assert_eq!(kinds, ["projects", "tasks", "tasks"]);
    for row in &trash {
        assert_eq!(row.get::<_, rowhouse::id::TenantId>(1), town.acme.tenant);
        assert_eq!(row.get::<_, rowhouse::id::UserId>(3), town.acme.user);
    }
}

#[tokio::test]
async fn the_second_of_two_renamings_is_told_of_the_first() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let edit = format!("/projects/{}/edit/", town.acme.project);
    alice.get(&edit).await.expect(200).saying("name=\"version\" value=\"1\"");
    alice.post(&edit, &[("name", "First"), ("version", "1")]).await.expect(303);
    for mut browser in [alice.clone(), alice.hx()] {
        let page = browser.post(&edit, &[("name", "Second"), ("version", "1")]).await.expect(409);
        page.saying("“First”").saying("value=\"Second\"").saying("name=\"version\" value=\"2\"");
    }
    alice.post(&edit, &[("name", "Second"), ("version", "2")]).await.expect(303);
    alice.get("/projects/").await.expect(200).saying("Second");
}

#[tokio::test]
async fn an_empty_tenant_says_what_to_do() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    alice.post(&format!("/projects/{}/delete/", town.acme.project), &[]).await.expect(303);
    for path in ["/", "/projects/"] {
        alice.get(path).await.expect(200).saying("No projects yet").saying("/projects/create/");
    }
}

#[tokio::test]
async fn long_lists_come_in_pages_that_neither_repeat_nor_skip() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let mut app = town.database.role("rowhouse_app").await;
    let tx = app.transaction().await.unwrap();
    tx.batch_execute(&format!("set local app.tenant_id = '{}'", town.acme.tenant)).await.unwrap();
    tx.execute("insert into app.projects (id, name) select gen_random_uuid(), 'P' || n || '.' from generate_series(1, 120) n", &[])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let (mut path, mut seen, mut pages) = ("/projects/".to_owned(), Vec::new(), 0);
    loop {
        let page = alice.get(&path).await.expect(200);
        seen.extend((1..=120).filter(|n| page.body.contains(&format!(">P{n}.<"))));
        pages += 1;
        let Some(next) = page.body.split('"').find(|text| text.starts_with("/projects/?after=")) else {
            break;
        };
        path = next.to_owned();
    }
    assert_eq!(pages, 3);
    seen.sort_unstable();
    assert_eq!(seen, (1..=120).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_deleted_project_comes_back_with_what_went_with_it() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let path = format!("/projects/{}/", town.acme.project);
    // Deleted before: it stays deleted.
    alice.post(&format!("/tasks/{}/delete/", town.acme.open), &[]).await.expect(303);
    alice.post(&format!("{path}edit/"), &[("name", "Renamed")]).await.expect(303);
    alice.post(&format!("{path}delete/"), &[]).await.expect(303);
    town.gus().await.post(&format!("{path}restore/"), &[]).await.expect(404);
    alice.get(&path).await.expect(404);
    for _ in 0..2 {
        assert_eq!(alice.post(&format!("{path}restore/"), &[]).await.expect(303).location(), path);
    }
    alice.get(&path).await.expect(200).saying("Renamed").saying("1 of 1 done").silent_on("open task");
    alice.get(&format!("{path}edit/")).await.expect(200).saying("name=\"version\" value=\"2\"");
}

#[tokio::test]
async fn what_was_deleted_is_listed_with_a_way_back() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    alice.get("/trash/").await.expect(200).saying("What you delete is kept here");
    let path = format!("/projects/{}/", town.acme.project);
    alice.post(&format!("/tasks/{}/delete/", town.acme.open), &[]).await.expect(303);
    let page = alice.get("/trash/").await.expect(200).saying("acme open task").saying("acme project");
    page.saying(&format!("action=\"{path}tasks/bulk/\""));
    town.gus().await.get("/trash/").await.expect(200).silent_on("acme");
    // Without its project a task cannot come back: the project is what is offered.
    alice.post(&format!("{path}delete/"), &[]).await.expect(303);
    let page = alice.get("/trash/").await.expect(200).saying("acme project").silent_on("acme open task");
    page.saying(&format!("action=\"{path}restore/\""));
    alice.post(&format!("{path}restore/"), &[]).await.expect(303);
    alice.get("/trash/").await.expect(200).saying("acme open task").silent_on("acme done task");
    let id = town.acme.open.to_string();
    alice.post(&format!("{path}tasks/bulk/"), &[("action", "restore"), ("task", &id)]).await.expect(303);
    alice.get("/trash/").await.expect(200).saying("What you delete is kept here");
}
