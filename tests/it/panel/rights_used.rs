//! What somebody with rights in the panel does by them: offered, done and taken back, on nobody who has power, and as long as the right
//! is there.

use super::{
    WHY, led,
    rights::{desk, set},
    soon, text, undo,
};
use crate::harness::{Town, create_support_with};

#[tokio::test]
async fn what_the_rights_open_is_offered_done_and_taken_back() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let mut browser = desk(&town, "tenants:change,memberships:see,users:see").await;
    let path = format!("/admin/tenants/{}/", town.acme.tenant);
    let page = browser.get(&path).await.expect(200);
    let page = page
        .saying("value=\"suspend\"")
        .saying("name=\"reason\"")
        .silent_on("value=\"delete\"")
        .silent_on("/create/?");
    page.saying("Members").silent_on("value=\"remove\"").silent_on("Projects</h2>");
    let id = town.acme.tenant.to_string();
    let act = |action: &'static str| [("action", action), ("id", id.as_str()), ("confirmed", "yes"), WHY];
    // Asked first, with a reason, as whoever acts is.
    let asked = [("action", "suspend"), ("id", id.as_str())];
    browser
        .post("/admin/tenants/act/", &asked)
        .await
        .expect(200)
        .saying("Reason")
        .silent_on("With 1 project");
    browser.post("/admin/tenants/act/", &asked[..1]).await.expect(422);
    let done = browser.post("/admin/tenants/act/", &act("suspend")).await;
    let done = led(&mut browser, done).await.saying("1 tenant suspended.");
    // What became of it is told to who did it, and to superusers.
    let taken_back = undo(&done);
    create_support_with(&town.database, "other", "array['tenants:change']").await;
    let mut stranger = town.signed_in("other").await;
    // To anybody else as an act of another instance, which cannot be taken back from here.
    let told = taken_back.strip_suffix("undo/").unwrap();
    assert_eq!(stranger.post(&taken_back, &[]).await.expect(303).location(), told);
    assert_eq!(stranger.get(&taken_back).await.expect(303).location(), told);
    stranger.get(told).await.expect(200).silent_on("suspended");
    // Not without the right, which was there a moment ago; whoever did it is told of it all the same, and offered nothing.
    set(&town, "tenants:see").await;
    browser.post(&taken_back, &[]).await.expect(403);
    browser.get(told).await.expect(303);
    browser.post("/admin/tenants/act/", &act("archive")).await.expect(403);
    set(&town, "tenants:change,users:see,memberships:see").await;
    let back = browser.post(&taken_back, &[]).await;
    led(&mut browser, back).await.saying("Taken back: 1 tenant.");
    let filed =
        "select string_agg(act || ' ' || u.login || ' ' || (details ->> 'reason'), ', ' order by era, xid)
        from auth.trail t join auth.users u on u.user_id = t.actor where act like 'tenant%'";
    assert_eq!(
        text(&town, filed).await,
        "tenant_suspended desk Ticket 4711, tenant_restored desk Undo: Ticket 4711"
    );

    // What is for superusers alone is refused, whatever is sent.
    browser.post("/admin/tenants/act/", &act("delete")).await.expect(403).saying("Not among your rights");
    browser.post("/admin/tenants/act/", &act("nonsense")).await.expect(400);
    let rename = [("name", "Acme & Co"), ("version", "3"), WHY];
    browser.post(&path, &rename).await.expect(303);
    root.post(
        "/admin/tenants/act/",
        &[("action", "delete"), ("id", id.as_str()), ("phrase", "Acme & Co"), ("confirmed", "yes"), WHY],
    )
    .await
    .expect(303);
    browser.get(&path).await.expect(200).silent_on("value=\"restore\"").silent_on("name=\"reason\"");
    browser.post("/admin/tenants/act/", &act("restore")).await.expect(403);
    browser.post(&path, &[("name", "Mine"), ("version", "5"), WHY]).await.expect(403);
    for path in ["/admin/tenants/create/", "/admin/tenants/export.csv", "/admin/users/create/"] {
        browser.get(path).await.expect(403);
    }
}

/// By the very right: a task, a project with what went along with it, and somebody who was deactivated.
#[tokio::test]
async fn what_was_done_by_right_is_taken_back_by_it() {
    let town = Town::new().await;
    let mut browser = desk(&town, "").await;
    let house = &town.acme;
    let of = |id: &str| format!("{}.{id}", house.tenant);
    let there = |table: &str, id: &str| format!("select count(*)::text from {table} where id = '{id}'");
    let (task, project, user) = (house.open.to_string(), house.project.to_string(), house.user.to_string());
    let active =
        format!("select count(*)::text from auth.users where user_id = '{user}' and status = 'active'");
    for (right, list, action, id, is_there) in [
        ("tasks:delete", "tasks", "delete", of(&task), there("app.tasks", &task)),
        ("projects:delete", "projects", "delete", of(&project), there("app.projects", &project)),
        ("users:change", "users", "deactivate", user.clone(), active),
    ] {
        set(&town, right).await;
        let act = [("action", action), ("id", &*id), ("phrase", "acme project"), ("confirmed", "yes"), WHY];
        let done = browser.post(&format!("/admin/{list}/act/"), &act).await;
        let done = led(&mut browser, done).await;
        assert_eq!(text(&town, &is_there).await, "0", "{right}");
        // Seeing is not enough.
        set(&town, &format!("{list}:see")).await;
        browser.post(&undo(&done), &[]).await.expect(403);
        assert_eq!(text(&town, &is_there).await, "0", "{right}");
        set(&town, right).await;
        let back = browser.post(&undo(&done), &[]).await;
        led(&mut browser, back).await.saying("Taken back: 1 ");
        assert_eq!(text(&town, &is_there).await, "1", "{right}");
    }
    // With its tasks, as they were.
    assert_eq!(
        text(&town, &format!("select count(*)::text from app.tasks where project_id = '{project}'")).await,
        "2"
    );
    let filed = "select string_agg(act || ' ' || (details ->> 'right'), ', ' order by era, xid) from auth.trail where details ? 'right'";
    assert_eq!(
        text(&town, filed).await,
        "task_deleted tasks:delete, task_restored tasks:delete, project_deleted projects:delete, \
         project_restored projects:delete, user_deactivated users:change, user_activated users:change"
    );
}

#[tokio::test]
async fn rights_reach_nobody_who_has_power() {
    let town = Town::new().await;
    let mut browser = desk(
        &town,
        "users:change,sessions:delete,memberships:change,memberships:add,memberships:delete,tenants:see",
    )
    .await;
    create_support_with(&town.database, "other", "array['users:see']").await;
    let root = text(&town, "select user_id::text from auth.users where login = 'root'").await;
    let own = text(&town, "select user_id::text from auth.users where login = 'desk'").await;
    let alice = town.acme.user.to_string();
    browser
        .get(&format!("/admin/users/{alice}/"))
        .await
        .expect(200)
        .saying("value=\"deactivate\"")
        .saying("value=\"sign-out\"")
        .saying("name=\"display_name\"")
        .silent_on("name=\"kind\"")
        .silent_on("name=\"rights\"")
        .silent_on("value=\"password\"")
        .silent_on("impersonate");
    for beyond in [&root, &own] {
        let path = format!("/admin/users/{beyond}/");
        let page = browser.get(&path).await.expect(200);
        page.silent_on("value=\"deactivate\"").silent_on("value=\"sign-out\"").silent_on("name=\"reason\"");
        browser.post(&path, &[("display_name", "Mine"), ("version", "1"), WHY]).await.expect(403);
        for action in ["deactivate", "sign-out", "password", "second-factor"] {
            let act = [("action", action), ("id", beyond), ("confirmed", "yes"), WHY];
            browser.post("/admin/users/act/", &act).await.expect(403);
        }
    }
    // What a form does not ask is not heard.
    let forged =
        [("display_name", "Alice"), ("kind", "superuser"), ("rights", "tenants:see"), ("version", "1"), WHY];
    browser.post(&format!("/admin/users/{alice}/"), &forged).await.expect(303);
    let kind =
        "select display_name || superuser::text || support::text from auth.users where login = 'alice'";
    assert_eq!(text(&town, kind).await, "Alicefalsefalse");
    // All that match, with some among them who are beyond it: nothing is done, and the page says whom it is about.
    let listed = [
        ("action", "deactivate"),
        ("id", alice.as_str()),
        ("listing", "/admin/users/?kind=support"),
        ("scope", "all"),
    ];
    let page = browser.post("/admin/users/act/", &listed).await.expect(200);
    let digest =
        page.body.split_once("name=\"digest\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let sent: Vec<_> = listed.into_iter().chain([("digest", &*digest), ("confirmed", "yes"), WHY]).collect();
    browser.post("/admin/users/act/", &sent).await.expect(403).saying("superusers, support, owners");
    assert_eq!(text(&town, "select count(*)::text from auth.users where status <> 'active'").await, "0");

    // Owners and admins of tenants: made, unmade and taken out by superusers alone.
    browser.get("/admin/memberships/create/").await.expect(200).saying("Viewer").silent_on("value=\"owner\"");
    let join = |role: &'static str| [("login", "gus"), ("slug", "acme"), ("role", role), WHY];
    browser.post("/admin/memberships/create/", &join("owner")).await.expect(422);
    browser.post("/admin/memberships/create/", &join("viewer")).await.expect(303);
    let member = format!("/admin/memberships/{}.{}/", town.acme.tenant, town.globex.user);
    browser.post(&member, &[("role", "admin"), ("version", "1"), WHY]).await.expect(422);
    let owner = "update app.members set role = 'owner' where display_name = 'gus'";
    town.database.superuser().await.batch_execute(owner).await.unwrap();
    browser.get(&member).await.expect(200).silent_on("value=\"remove\"").silent_on("name=\"role\"");
    browser
        .get("/admin/memberships/rows/")
        .await
        .expect(200)
        .saying("only superusers may change")
        .silent_on(".globex");
    let join = [("login", "desk"), ("slug", "acme"), ("role", "member"), WHY];
    browser.post("/admin/memberships/create/", &join).await.expect(403);
}

/// From one request to the next, on the instance that is asked.
#[tokio::test]
async fn what_was_taken_away_counts_at_the_next_request() {
    let town = Town::new().await;
    let mut browser = desk(&town, "tasks:change,projects:see,tenants:see").await;
    let task = format!("/admin/tasks/{}.{}/", town.acme.tenant, town.acme.open);
    let save = [("title", "Better"), ("state", "open"), ("version", "1"), WHY];
    browser.get(&task).await.expect(200).saying("name=\"title\"");
    set(&town, "tasks:see").await;
    browser.post(&task, &save).await.expect(403);
    browser.get(&task).await.expect(200).silent_on("name=\"title\"").silent_on("/admin/projects/");
    set(&town, "tenants:see").await;
    browser.get(&task).await.expect(403);
    browser.get("/admin/").await.expect(200).silent_on("/admin/tasks/");
    // Somebody who is support no more is out.
    let out = "update auth.users set support = false, rights = '{}' where login = 'desk'";
    town.database.superuser().await.batch_execute(out).await.unwrap();
    browser.get("/admin/tenants/").await.expect(403);
    soon(&mut browser, "/admin/", 403).await;
}
