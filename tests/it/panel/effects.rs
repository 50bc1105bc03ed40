//! What an act does to whom it meets: at once, everywhere, and as their tenants see it.

use super::{WHY, led, soon, text, undo};
use crate::harness::{PASSWORD, Town, add_member, create_user};

#[tokio::test]
async fn sessions_end_passwords_change_and_people_are_kept_out_at_once() {
    let town = Town::new().await;
    let (mut root, mut alice) = (town.root().await, town.alice().await);
    let id = town.acme.user.to_string();
    let session =
        text(&town, &format!("select session_id::text from auth.sessions where user_id = '{id}'")).await;
    root.get("/admin/sessions/").await.expect(200).saying(&session).saying("alice");
    let ended = root
        .post("/admin/sessions/act/", &[("action", "end"), ("id", &session), ("confirmed", "yes"), WHY])
        .await;
    led(&mut root, ended).await.saying("1 session ended.").silent_on("Undo</button>");
    soon(&mut alice, "/", 303).await;

    let set = [
        ("action", "password"),
        ("id", id.as_str()),
        ("confirmed", "yes"),
        WHY,
        ("new_password", "another long one"),
    ];
    let set = root.post("/admin/users/act/", &set).await;
    led(&mut root, set).await.saying("1 person given another password.");
    let mut again = town.stranger();
    again.post("/login/", &[("username", "alice"), ("password", PASSWORD)]).await.expect(422);
    again.post("/login/", &[("username", "alice"), ("password", "another long one")]).await.expect(303);
    let out = root
        .post("/admin/users/act/", &[("action", "deactivate"), ("id", &id), ("confirmed", "yes"), WHY])
        .await;
    led(&mut root, out).await.saying("1 person deactivated.");
    soon(&mut again, "/", 303).await;
}

#[tokio::test]
async fn projects_and_tasks_are_moved_changed_and_deleted_and_their_tenants_know() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (acme, globex) = (town.acme.tenant, town.globex.tenant);
    let (project, task) = (town.acme.project, town.acme.open);
    let edited = [("title", "By root"), ("state", "done"), ("version", "1"), WHY];
    root.post(&format!("/admin/tasks/{acme}.{task}/"), &edited).await.expect(303);
    // An id of one tenant is none of another's.
    root.post(&format!("/admin/tasks/{globex}.{task}/"), &edited).await.expect(404);
    let now = format!("select title from app.tasks where id = '{task}' and completed_at is not null");
    assert_eq!(text(&town, &now).await, "By root");

    let id = format!("{acme}.{project}");
    for (slug, said) in [("nowhere", "no tenant of that slug"), ("acme", "Nothing was moved")] {
        let ask = [("action", "move"), ("id", id.as_str()), ("confirmed", "yes"), WHY, ("to", slug)];
        root.post("/admin/projects/act/", &ask).await.expect(422).saying(said);
    }
    let ask = [("action", "move"), ("id", id.as_str()), ("confirmed", "yes"), WHY, ("to", "globex")];
    let moved = root.post("/admin/projects/act/", &ask).await;
    let page = led(&mut root, moved).await.saying("1 project moved.");
    let (mut alice, mut gus) = (town.alice().await, town.gus().await);
    alice.get(&format!("/projects/{project}/")).await.expect(404);
    gus.get(&format!("/projects/{project}/")).await.expect(200).saying("By root");
    // Back again, and there once more.
    let undone = root.post(&undo(&page), &[]).await;
    led(&mut root, undone).await.saying("Taken back: 1 project.");
    alice.get(&format!("/projects/{project}/")).await.expect(200).saying("By root");
    let moved = root.post("/admin/projects/act/", &ask).await;
    led(&mut root, moved).await.saying("1 project moved.");

    // What the first tenant brings back from its trash is its own: each is known by its tenant, and acted on alone.
    alice.post(&format!("/projects/{project}/restore/"), &[]).await.expect(303);
    root.get(&format!("/admin/projects/{acme}.{project}/")).await.expect(200).saying("acme");
    let there = format!("{globex}.{project}");
    let page = root.get(&format!("/admin/projects/{there}/")).await.expect(200).saying("globex");
    let name = page.body.split_once("<h1 dir=\"auto\">").unwrap().1.split('<').next().unwrap().to_owned();
    let gone = [("action", "delete"), ("id", there.as_str()), ("confirmed", "yes"), WHY, ("phrase", &name)];
    let gone = root.post("/admin/projects/act/", &gone).await;
    led(&mut root, gone).await.saying("1 project deleted.");
    gus.get(&format!("/projects/{project}/")).await.expect(404);
    alice.get(&format!("/projects/{project}/")).await.expect(200);
    // A row gone since the list was drawn.
    root.post("/admin/projects/act/", &[("action", "delete"), ("id", &there)]).await.expect(404);
}

#[tokio::test]
async fn a_superuser_who_is_deactivated_is_out_at_once() {
    let town = Town::new().await;
    create_user(&town.database, rowhouse::id::UserId::new(), "rita", true).await;
    add_member(&town.database, town.acme.tenant, town.globex.user).await;
    let (mut root, mut rita) = (town.root().await, town.signed_in("rita").await);
    rita.get("/admin/users/").await.expect(200);
    let id = text(&town, "select user_id::text from auth.users where login = 'rita'").await;
    let out = root
        .post("/admin/users/act/", &[("action", "deactivate"), ("id", &id), ("confirmed", "yes"), WHY])
        .await;
    led(&mut root, out).await.saying("1 person deactivated.");
    assert!(soon(&mut rita, "/admin/users/", 303).await.location().starts_with("/login/"));
    rita.post("/admin/users/act/", &[("action", "activate"), ("id", &id), ("confirmed", "yes"), WHY])
        .await
        .expect(303);
}

/// The trail of the installation calls what it was done to by its name, when that is gone too, and tenants and people by theirs.
#[tokio::test]
async fn the_trail_says_what_was_done_to_what() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (acme, globex) = (town.acme.tenant, town.globex.tenant);
    let title = text(&town, &format!("select title from app.tasks where id = '{}'", town.acme.open)).await;
    let task = format!("{acme}.{}", town.acme.open);
    let ask = [("action", "delete"), ("id", task.as_str()), ("confirmed", "yes"), WHY];
    root.post("/admin/tasks/act/", &ask).await.expect(303);
    let trail = root.get("/admin/trail/").await.expect(200);
    trail
        .saying(&format!("dir=\"auto\">{title}</a>"))
        .saying("tenant acme")
        .silent_on(&format!("tenant {acme}"));
    let project = format!("{acme}.{}", town.acme.project);
    let ask = [("action", "move"), ("id", project.as_str()), ("confirmed", "yes"), WHY, ("to", "globex")];
    root.post("/admin/projects/act/", &ask).await.expect(303);
    let trail = root.get("/admin/trail/").await.expect(200);
    trail.saying("from acme").saying("to globex").silent_on(&format!("to {globex}"));
    let one = "select '/admin/trail/' || era || '.' || xid::text || '.' || trail_id || '/' from auth.trail where act = 'task_deleted'";
    let entry = root.get(&text(&town, one).await).await.expect(200).saying(&title);
    entry.saying(&format!("href=\"/admin/tenants/{acme}/\" dir=\"auto\">acme</a>"));
}
