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
    let told = alice.post(&format!("{task}delete/"), &[]).await.expect(303).location().to_owned();
    assert!(told.starts_with(&format!("{project}?deleted=")), "{told}");
    alice.get(&told).await.expect(200).saying("Deleted “Buy oat milk”").saying("Undo");
    alice.get(&project).await.expect(200).silent_on("Buy oat milk");
    alice.post(&format!("{task}delete/"), &[]).await.expect(404);
}

#[tokio::test]
async fn parts_carry_the_row_and_the_counts() {
    let town = Town::new().await;
    let mut alice = town.alice().await.hx();
    let create = format!("/projects/{}/tasks/create/", town.acme.project);
    let created = alice.post(&create, &[("title", "Third")]).await.expect(200).saying("Third");
    let created = created.silent_on("id=\"new-task\"");
    // A form that says what is wrong gives way to one that does not.
    alice.post(&create, &[("title", " ")]).await.expect(422).saying("name=\"refused\"");
    let after = alice.post(&create, &[("title", "Fourth"), ("refused", "yes")]).await.expect(200);
    after.saying("id=\"new-task\"").silent_on("name=\"refused\"").saying("1 of 4");
    let fourth = alice.get("/search/?q=fourth").await.expect(200);
    let fourth = fourth.body.split("id=\"hit-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    alice.delete(&format!("/tasks/{fourth}/delete/")).await.expect(200);
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
    deleted.saying(&format!("hx-target=\"#task-{}\"", town.acme.open)).saying("Undo");
}

/// The titles on a page, in their order.
fn titles(page: &str) -> Vec<String> {
    let rows = page.split("<span dir=\"auto\">").skip(1).filter(|rest| rest.contains("class=\"pick\""));
    rows.map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_list_is_filtered_and_sorted_by_its_address() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let project = format!("/projects/{}/", town.acme.project);
    for title in ["b", "C", "a"] {
        alice.post(&format!("{project}tasks/create/"), &[("title", title)]).await.expect(303);
    }
    for (query, expected) in [
        ("", &["a", "C", "b", "acme open task", "acme done task"][..]),
        ("?sort=oldest", &["acme done task", "acme open task", "b", "C", "a"]),
        ("?sort=title", &["a", "acme done task", "acme open task", "b", "C"]),
        ("?show=open&sort=title", &["a", "acme open task", "b", "C"]),
        ("?show=done", &["acme done task"]),
        ("?show=nonsense&sort=nonsense", &["a", "C", "b", "acme open task", "acme done task"]),
    ] {
        let page = alice.get(&format!("{project}{query}")).await.expect(200);
        assert_eq!(titles(&page.body), expected, "{query}");
    }
    let created = alice.post(&format!("{project}tasks/create/"), &[("title", "d"), ("show", "done")]).await;
    assert_eq!(created.expect(303).location(), format!("{project}?show=open"));
    let emptied = format!("/tasks/{}/toggle/", town.acme.done);
    alice.post(&emptied, &[]).await.expect(303);
    alice.get(&format!("{project}?show=done")).await.expect(200).saying("Nothing is done yet");
}

#[tokio::test]
async fn several_are_made_of_lines_and_changed_together_and_back() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let project = format!("/projects/{}/", town.acme.project);
    let (several, bulk) = (format!("{project}tasks/several/"), format!("{project}tasks/bulk/"));
    alice.get(&several).await.expect(200).saying("Each line becomes a task");
    alice.post(&several, &[("titles", "one\n\n two \r\nthree")]).await.expect(303);
    alice
        .post(&several, &[("titles", "four\nfi\0ve")])
        .await
        .expect(422)
        .saying("Line 2")
        .silent_on("Deleted");
    let page = alice.get(&project).await.expect(200).saying("1 of 5");
    assert_eq!(titles(&page.body)[..3], ["one", "two", "three"]);

    let ids: Vec<_> = page
        .body
        .split("value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|id| id.len() == 36)
        .collect();
    assert_eq!(ids.len(), 5);
    let with = |action: &'static str, chosen: &[&str]| {
        let chosen: Vec<_> = chosen.iter().map(|id| ("task", (*id).to_owned())).collect();
        [("action", action.to_owned())].into_iter().chain(chosen).collect::<Vec<_>>()
    };
    let post = async |fields: Vec<(&'static str, String)>, hx: bool| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut browser = if hx { alice.hx() } else { alice.clone() };
        browser.post(&bulk, &fields).await
    };
    // The one that was done before is not among those that an undo opens again.
    let completed = post(with("complete", &ids), true).await.expect(200);
    completed.clone().saying("Completed 4 tasks").saying("5 of 5").saying("value=\"reopen\"");
    assert_eq!(
        completed.body.matches("name=\"task\" value").count(),
        8,
        "four rows and four fields of the undo"
    );

    let gone = post(with("delete", &ids[..2]), false).await.expect(303).location().to_owned();
    alice.clone().get(&gone).await.expect(200).saying("Deleted 2 tasks").saying("3 of 3");
    let restored = post(with("restore", &ids[..2]), true).await.expect(200);
    restored.saying("5 of 5").saying(&format!("hx-target=\"#task-{}\"", ids[0])).saying(">one<");
    alice.clone().get(&gone).await.expect(200).silent_on("Deleted 2 tasks");
    // Again: what is there stays as it is.
    post(with("restore", &ids[..2]), true).await.expect(200).saying("5 of 5");
    post(with("burn", &ids[..2]), true).await.expect(400);
}

#[tokio::test]
async fn what_is_chosen_of_others_is_not_touched() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let theirs = town.globex.open.to_string();
    let bulk = format!("/projects/{}/tasks/bulk/", town.acme.project);
    for action in ["complete", "delete", "restore"] {
        alice.post(&bulk, &[("action", action), ("task", &theirs)]).await.expect(303);
    }
    let mut gus = town.gus().await;
    gus.get(&format!("/projects/{}/", town.globex.project)).await.expect(200).saying("1 of 2");
    // Nor what the other tenant deleted.
    gus.post(&format!("/tasks/{theirs}/delete/"), &[]).await.expect(303);
    alice.post(&bulk, &[("action", "restore"), ("task", &theirs)]).await.expect(303);
    alice.get("/search/?q=globex").await.expect(200).saying("Nothing found");
    alice.post(&format!("/projects/{}/tasks/bulk/", town.globex.project), &[]).await.expect(404);
}

#[tokio::test]
async fn a_restored_task_keeps_its_version_and_its_state() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let task = format!("/tasks/{}/", town.acme.done);
    for title in ["two", "three"] {
        alice.post(&format!("{task}edit/"), &[("title", title)]).await.expect(303);
    }
    alice.post(&format!("{task}delete/"), &[]).await.expect(303);
    let bulk = format!("/projects/{}/tasks/bulk/", town.acme.project);
    let id = town.acme.done.to_string();
    alice.post(&bulk, &[("action", "restore"), ("task", &id)]).await.expect(303);
    alice
        .get(&format!("{task}edit/"))
        .await
        .expect(200)
        .saying("name=\"version\" value=\"3\"")
        .saying("three");
    alice.get(&format!("/projects/{}/", town.acme.project)).await.expect(200).saying("1 of 2");
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
