//! Tasks: created, ticked off, retitled and deleted in place, with counts that follow.

use crate::harness::Town;

#[tokio::test]
async fn a_task_lives_and_goes_without_javascript() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let project = format!("/projects/{}/", town.acme.project);
    assert_eq!(
        alice.post(&format!("{project}tasks/create/"), &[("title", "Buy milk")]).await.expect(303).location(),
        project
    );
    let page = alice.get(&project).await.expect(200).saying("Buy milk");
    let task = page.body.split('"').find(|text| text.starts_with("/tasks/")).unwrap().to_owned();
    let task = task.split_inclusive('/').take(3).collect::<String>();
    assert_eq!(alice.get(&task).await.expect(303).location(), project);

    alice.post(&format!("{task}edit/"), &[("title", "Buy oat milk")]).await.expect(303);
    alice.get(&project).await.expect(200).saying("Buy oat milk");
    assert_eq!(alice.post(&format!("{task}toggle/"), &[]).await.expect(303).location(), project);
    alice.get("/search/?q=OAT").await.expect(200).saying("Buy oat milk").saying("done");
    alice.get(&format!("{task}delete/")).await.expect(200).saying("Buy oat milk");
    assert_eq!(alice.post(&format!("{task}delete/"), &[]).await.expect(303).location(), project);
    alice.get(&project).await.expect(200).silent_on("Buy oat milk");
    alice.post(&format!("{task}delete/"), &[]).await.expect(404);
}

#[tokio::test]
async fn parts_carry_the_row_and_the_counts() {
    let town = Town::new().await;
    let mut alice = town.alice().await.hx();
    let create = format!("/projects/{}/tasks/create/", town.acme.project);
    let created = alice.post(&create, &[("title", "Third")]).await.expect(200).saying("Third");
    created.saying("hx-target=\"#tasks\"").saying("id=\"progress\"").saying("1 of 3");

    let open = format!("/tasks/{}/", town.acme.open);
    alice.post(&format!("{open}toggle/"), &[("done", "true")]).await.expect(200).saying("2 of 3");
    // A retry and an undo are safe.
    alice.post(&format!("{open}toggle/"), &[("done", "true")]).await.expect(200).saying("2 of 3");
    alice.post(&format!("{open}toggle/"), &[("done", "false")]).await.expect(200).saying("1 of 3");
    alice.get(&format!("{open}edit/")).await.expect(200).saying("value=\"acme open task\"");
    alice
        .post(&format!("{open}edit/"), &[("title", "New")])
        .await
        .expect(200)
        .saying("New")
        .silent_on("acme open task");
    alice.get(&open).await.expect(200).saying("New");
    let deleted = alice.delete(&format!("{open}delete/")).await.expect(200).saying("1 of 2");
    deleted.saying(&format!("hx-target=\"#task-{}\"", town.acme.open));
}

#[tokio::test]
async fn the_second_of_two_edits_is_told_of_the_first_and_a_tick_disturbs_neither() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let task = format!("/tasks/{}/", town.acme.open);
    let edit = format!("{task}edit/");
    alice.get(&edit).await.expect(200).saying("name=\"version\" value=\"1\"");
    alice.post(&format!("{task}toggle/"), &[]).await.expect(303);
    alice.post(&edit, &[("title", "First"), ("version", "1")]).await.expect(303);
    for mut browser in [alice.clone(), alice.hx()] {
        let page = browser.post(&edit, &[("title", "Second"), ("version", "1")]).await.expect(409);
        page.saying("“First”").saying("value=\"Second\"").saying("name=\"version\" value=\"2\"");
    }
    alice.get("/search/?q=first").await.expect(200).saying("First");
}

#[tokio::test]
async fn a_long_list_opens_at_its_newest_and_goes_on() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let mut app = town.database.role("rowhouse_app").await;
    let tx = app.transaction().await.unwrap();
    tx.batch_execute(&format!("set local app.tenant_id = '{}'", town.acme.tenant)).await.unwrap();
    let fill = "insert into app.tasks (id, project_id, title) select gen_random_uuid(), $1, 'T' || n || '.' from generate_series(1, 120) n";
    tx.execute(fill, &[&town.acme.project]).await.unwrap();
    tx.commit().await.unwrap();
    let mut path = format!("/projects/{}/", town.acme.project);
    let prefix = format!("{path}?after=");
    let mut seen = Vec::new();
    loop {
        let page = alice.get(&path).await.expect(200).saying("1 of 122");
        seen.extend((1..=120).filter(|n| page.body.contains(&format!(">T{n}.<"))));
        let Some(next) = page.body.split('"').find(|text| text.starts_with(&prefix)) else { break };
        path = next.to_owned();
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=120).collect::<Vec<_>>());
}
