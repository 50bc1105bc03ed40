//! The first page of the superuser panel: its figures are right, or said to be estimates; what is wrong with the database
//! is shown; and nothing that people chose to be called does anything but stand there.

use rowhouse::{db::Verdict, id::UserId, operate::doctor};

use crate::{
    acts::value,
    harness::{Answer, Browser, Town, create_user, router_examined},
    panel::led,
};

const HOSTILE: &str = "\"><script>alert(1)</script>";

/// What stands in a tile.
fn tile<'a>(page: &'a Answer, label: &str) -> &'a str {
    let rest = page.body.split(&format!(">{label}</a></dt><dd>")).nth(1);
    rest.unwrap_or_else(|| panic!("no {label}: {}", page.body)).split("</dd>").next().unwrap()
}

/// What stands in a panel, by its heading.
fn panel<'a>(page: &'a Answer, heading: &str) -> &'a str {
    let rest = page.body.split(&format!("<h2>{heading}</h2>")).nth(1);
    rest.unwrap_or_else(|| panic!("no {heading}: {}", page.body)).split("</section>").next().unwrap()
}

#[tokio::test]
async fn counts_are_right_and_estimates_are_said_to_be() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let page = root.get("/admin/").await.expect(200);
    for (label, value) in [
        ("Tenants", "2"),
        ("People", "3"),
        ("Projects", "2"),
        ("Tasks", "4"),
        ("Sessions", "1"),
        ("Memberships", "2"),
        ("Installation trail", "1"),
    ] {
        assert_eq!(tile(&page, label), value, "{label}");
    }
    let trails: i64 = value(&town.database, "select count(*) from app.audit").await;
    assert_eq!(tile(&page, "Tenants' trails"), trails.to_string());
    assert!(page.body.contains("2 active"), "{}", page.body);

    let superuser = town.database.superuser().await;
    // Whoever signed in long ago is there no more.
    town.alice().await;
    let expired =
        format!("update auth.sessions set idle_expires_at = now() where user_id = '{}'", town.acme.user);
    superuser.batch_execute(&expired).await.unwrap();
    let more = format!(
        "insert into app.tasks (tenant_id, project_id, title) select '{}', '{}', 'one of many' from generate_series(1, 1496);
         update app.tenants set status = 'suspended' where tenant_id = '{}'",
        town.acme.tenant, town.acme.project, town.globex.tenant
    );
    superuser.batch_execute(&more).await.unwrap();
    superuser.batch_execute("alter table app.tasks set (autovacuum_enabled = off)").await.unwrap();
    // As before the first ANALYZE, whatever has run meanwhile.
    let unknown = "update pg_class set reltuples = -1 where oid = 'app.tasks'::regclass";
    superuser.batch_execute(unknown).await.unwrap();
    let page = root.get("/admin/").await.expect(200);
    assert_eq!(tile(&page, "Tasks"), "1\u{202f}000+");
    assert!(page.body.contains("1 active, 1 suspended"), "{}", page.body);
    assert_eq!(tile(&page, "Sessions"), "1");
    superuser.batch_execute("analyze app.tasks").await.unwrap();
    let page = root.get("/admin/").await.expect(200);
    assert_eq!(tile(&page, "Tasks"), "about 1\u{202f}500");
}

#[tokio::test]
async fn what_is_new_and_what_happened_is_shown() {
    let town = Town::new().await;
    for login in ["alice", "a password in the wrong field"] {
        town.stranger().post("/login/", &[("username", login), ("password", "wrong")]).await.expect(422);
    }
    let mut root = town.root().await;
    let act = format!(
        "insert into auth.trail (era, act, actor, object, object_id)
         select 1, 'tenant_suspended', user_id, 'tenant', '{}' from auth.users where login = 'root'",
        town.globex.tenant
    );
    town.database.superuser().await.batch_execute(&act).await.unwrap();
    let page = root.get("/admin/").await.expect(200);
    let tenants = panel(&page, "Newest tenants");
    let place = |name: &str| tenants.find(&format!(">{name}<")).unwrap_or_else(|| panic!("{tenants}"));
    assert!(place("globex") < place("acme"), "the newest first: {tenants}");
    assert!(
        tenants.contains("1 member") && tenants.contains(&format!("/admin/tenants/{}/", town.acme.tenant))
    );
    let people = panel(&page, "Newest people");
    assert!(people.contains(&format!("/admin/users/{}/", town.acme.user)) && people.contains("superuser"));
    let failed = panel(&page, "Latest failed sign-ins");
    assert!(failed.contains(">alice</a>") && failed.contains("192.0.2.1") && failed.contains("nobody known"));
    assert!(!page.body.contains("wrong field"), "what was typed may be a password");
    let days = panel(&page, "Signing in, the last 14 days");
    assert!(
        days.contains("<strong>1</strong> signed in") && days.contains("<strong>2</strong> failed"),
        "{days}"
    );
    assert_eq!(days.matches("<title>").count(), 14, "{days}");
    let acts = panel(&page, "What superusers and support did");
    assert!(
        acts.contains("tenant suspended") && acts.contains("by root") && acts.contains(">globex</a>"),
        "{acts}"
    );
}

/// Whatever it was done to: with the way to what is there, and the name that it had of what is gone. What people do with their own
/// second factor is no act on anybody.
#[tokio::test]
async fn what_superusers_did_is_told_of_projects_and_tasks_too() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, project, why) = (town.acme.tenant, town.acme.project, ("reason", "Ticket 4711"));
    let (at, task) = (format!("{tenant}.{project}"), format!("{tenant}.{}", town.acme.open));
    root.post(&format!("/admin/projects/{at}/"), &[("name", "Front page"), ("version", "1"), why])
        .await
        .expect(303);
    let edit = [("title", "Paint it"), ("state", "open"), ("version", "1"), why];
    root.post(&format!("/admin/tasks/{task}/"), &edit).await.expect(303);
    let own = "insert into auth.trail (era, act, actor, object, object_id)
        select 1, act, user_id, 'user', user_id from auth.users, unnest(array['second_factor_set_up', 'recovery_codes_written', 'second_factor_ended']) act
        where login = 'root'";
    town.database.superuser().await.batch_execute(own).await.unwrap();
    let page = root.get("/admin/").await.expect(200);
    let acts = panel(&page, "What superusers and support did");
    for said in [
        "project renamed",
        "task edited",
        &format!("href=\"/admin/projects/{at}/\" dir=\"auto\">Front page</a>"),
        &format!("href=\"/admin/tasks/{task}/\" dir=\"auto\">Paint it</a>"),
    ] {
        assert!(acts.contains(said), "{said}: {acts}");
    }
    for unsaid in ["gone", "second factor", "recovery codes"] {
        assert!(!acts.contains(unsaid), "{unsaid}: {acts}");
    }
    let gone = [("action", "delete"), ("id", &*task), ("confirmed", "yes"), why];
    let gone = root.post("/admin/tasks/act/", &gone).await;
    led(&mut root, gone).await;
    let page = root.get("/admin/").await.expect(200);
    let acts = panel(&page, "What superusers and support did");
    assert!(acts.contains("task deleted") && acts.contains(">Paint it</span>"), "{acts}");
    assert!(!acts.contains(&format!("/admin/tasks/{task}/")), "{acts}");
}

#[tokio::test]
async fn days_that_were_not_counted_to_their_end_are_said_to_be() {
    let town = Town::new().await;
    let flood = "insert into auth.trail (era, act, object, at)
        select 1, 'sign_in_failed', 'user', now() - interval '1 day' from generate_series(1, 5000)";
    town.database.superuser().await.batch_execute(flood).await.unwrap();
    let page = town.root().await.get("/admin/").await.expect(200);
    let days = panel(&page, "Signing in, the last 14 days");
    assert!(
        days.contains("<strong>5\u{202f}000+</strong> failed") && days.contains("do not reach back"),
        "{days}"
    );
}

#[tokio::test]
async fn what_the_doctor_said_is_shown() {
    let town = Town::new().await;
    let page = town.root().await.get("/admin/").await.expect(200);
    assert!(page.body.contains("Nobody has examined this database"), "{}", page.body);

    // Served, and to be seen to.
    let superuser = town.database.superuser().await;
    let ahead = "insert into migrations.history (version, name) values (99, 'of_tomorrow')";
    superuser.batch_execute(ahead).await.unwrap();
    let report = doctor::require_isolation(&town.database.urls()).await.unwrap();
    let page = examined(&town, report.into()).await;
    for said in ["Tenants are kept apart, with", "Warning, <span lang=\"en\">database:", ">V99<"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(!page.body.contains("Error, "), "{}", page.body);

    // Broken meanwhile; another instance would not serve.
    superuser.batch_execute("alter table app.tasks no force row level security").await.unwrap();
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    let page = examined(&town, report.into()).await;
    for said in [
        "Tenants may not be kept apart",
        "Error, <span lang=\"en\">table app.tasks:",
        "row security is not forced",
        "to cross made",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
}

/// The page of an instance that was told so at its start.
async fn examined(town: &Town, verdict: Verdict) -> Answer {
    let mut browser = Browser::new(router_examined(&town.pools, &town.sessions, Some(verdict)));
    browser.sign_in("root").await;
    browser.get("/admin/").await.expect(200)
}

#[tokio::test]
async fn names_are_text() {
    let town = Town::new().await;
    create_user(&town.database, UserId::new(), HOSTILE, false).await;
    let superuser = town.database.superuser().await;
    let rename = "update app.tenants set name = '\"><script>alert(1)</script>'";
    superuser.batch_execute(rename).await.unwrap();
    town.stranger().post("/login/", &[("username", HOSTILE), ("password", "wrong")]).await.expect(422);
    let page = town.root().await.get("/admin/").await.expect(200);
    assert!(page.body.matches("&lt;script&gt;").count() >= 4, "{}", page.body);
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
}

#[tokio::test]
async fn an_empty_installation_is_no_error() {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    let empty = "set session_replication_role = replica; delete from app.tasks; delete from app.projects; delete from app.members;
        delete from app.tenants; delete from auth.memberships; delete from auth.trail";
    superuser.batch_execute(empty).await.unwrap();
    let mut root = town.root().await;
    superuser.batch_execute("delete from auth.trail").await.unwrap();
    let page = root.get("/admin/").await.expect(200);
    for said in ["There are no tenants yet", "Nobody has failed", "Nobody has done anything"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
}

#[tokio::test]
async fn it_is_for_superusers_alone() {
    let town = Town::new().await;
    town.alice().await.get("/admin/").await.expect(403).silent_on("globex");
    town.stranger().get("/admin/").await.expect(303);
}
