//! Looking around as somebody else: who may, as whom, for how long; that PostgreSQL and no handler refuses writes; that the
//! person notices nothing, and can see it afterwards.

mod ends;

use std::time::{Duration, Instant};

use axum::{http::StatusCode, response::IntoResponse};
use rowhouse::{
    admin::acts::{
        Reason,
        impersonation::{self, Began},
        people::{self, UserStatus},
        tenants::{self, TenantStatus},
    },
    db::{Admin, Operator, Query},
    error::Error,
    id::{SessionId, TenantId, UserId},
    sql,
    web::{self, Access, App, Door, get, post},
};

use crate::{
    acts::{user, value},
    harness::{Answer, Browser, Database, PASSWORD, Town, add_member, create_user},
    sessions::heard,
};

fn reason() -> Reason {
    "Ticket 4711".parse().unwrap()
}

fn path(user: UserId) -> String {
    format!("/admin/users/{user}/impersonate/")
}

/// Asks to look around as Alice, with these fields beside a reason and the tenant.
async fn ask(root: &mut Browser, town: &Town, fields: &[(&str, &str)]) -> Answer {
    let tenant = town.acme.tenant.to_string();
    let mut sent = vec![("tenant", tenant.as_str()), ("reason", "Ticket 4711")];
    sent.extend(fields);
    root.post(&path(town.acme.user), &sent).await
}

/// A superuser who looks around as Alice.
async fn as_alice(town: &Town, fields: &[(&str, &str)]) -> Browser {
    let mut root = town.root().await;
    assert_eq!(ask(&mut root, town, fields).await.expect(303).location(), "/");
    root
}

async fn trail(database: &Database) -> Vec<String> {
    let read = "select act from auth.trail where act like 'impersonation%' order by at";
    database.superuser().await.query(read, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

async fn set_user(town: &Town, user: UserId, status: UserStatus) {
    let chief = self::user(&town.database, "chief").await;
    let operator = town.pools.operator(chief);
    operator.write(async |tx| people::set_statuses(tx, &[user], status, &reason()).await).await.unwrap();
}

async fn until(browser: &mut Browser, path: &str, status: StatusCode) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = browser.get(path).await;
        if answer.status == status {
            return answer;
        }
        assert!(begun.elapsed() < Duration::from_secs(1), "{path} is {} after a second", answer.status);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_superuser_sees_what_the_person_sees_says_so_on_every_page_and_stops() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let mut root = town.root().await;
    root.get(&path(town.acme.user)).await.expect(200).saying("acme").saying("name=\"reason\"");
    let mut root = {
        ask(&mut root, &town, &[]).await.expect(303);
        root
    };
    let project = format!("/projects/{}/", town.acme.project);
    for page in
        ["/", "/projects/", &project, "/audit/", "/trash/", "/tenants/", "/preferences/", "/search/?q=acme"]
    {
        let answer = root.get(page).await.expect(200);
        let said = answer.body.replace("<bdi>", "").replace("</bdi>", "");
        assert!(said.contains("You, root, are looking around as alice in acme until "), "{page}: {said}");
        assert!(said.contains("Read only.") && said.contains("action=\"/impersonation/stop/\""), "{page}");
    }
    root.get(&project).await.expect(200).saying("acme open task");
    // Of the other tenant nothing, as for Alice; and the page that says so has the way out, too.
    let other = format!("/projects/{}/", town.globex.project);
    root.get(&other).await.expect(404).saying("/impersonation/stop/");
    // Alice notices nothing.
    alice.get("/").await.expect(200).silent_on("looking around");
    town.stranger().post("/login/", &[("username", "alice"), ("password", PASSWORD)]).await.expect(303);

    assert_eq!(root.post("/impersonation/stop/", &[]).await.expect(303).location(), "/admin/");
    root.get("/admin/").await.expect(200).silent_on("looking around");
    // A button that is pressed twice does no harm.
    root.post("/impersonation/stop/", &[]).await.expect(303);
    alice.post("/impersonation/stop/", &[]).await.expect(404);
    assert_eq!(trail(&town.database).await, ["impersonation_started", "impersonation_stopped"]);
    let said = "select count(*) from auth.trail t join auth.users u on u.user_id = t.actor
        where u.login = 'root' and t.act = 'impersonation_started' and t.details ->> 'reason' = 'Ticket 4711'
        and not (t.details ->> 'writes')::boolean and t.details ? 'tenant' and t.details ? 'until'";
    assert_eq!(value::<i64>(&town.database, said).await, 1);
    // The tenant reads so, and the other does not.
    alice.get("/audit/").await.expect(200).saying("<bdi>root</bdi> looked around as").saying("Ticket 4711");
    town.gus().await.get("/audit/").await.expect(200).silent_on("looked around").silent_on("Ticket 4711");
}

#[tokio::test]
async fn nothing_is_changed_while_one_only_looks() {
    let town = Town::new().await;
    let mut root = as_alice(&town, &[]).await;
    let before = town.database.rows().await;
    for (path, fields) in [
        ("/projects/create/".to_owned(), &[("name", "No")][..]),
        (format!("/projects/{}/edit/", town.acme.project), &[("name", "No")]),
        (format!("/projects/{}/delete/", town.acme.project), &[]),
        (format!("/tasks/{}/toggle/", town.acme.open), &[]),
        (format!("/tasks/{}/delete/", town.acme.open), &[]),
    ] {
        root.post(&path, fields).await.expect(403).saying("You are looking around").saying("Stop");
        root.hx().post(&path, fields).await.expect(403).saying("Nothing was changed");
    }
    let after = town.database.rows().await;
    for (table, rows) in before.iter().filter(|(table, _)| table.starts_with("app.")) {
        assert_eq!(after.get(table), Some(rows), "{table}");
    }
}

/// Whatever a handler does: the transaction itself is one that reads.
#[tokio::test]
async fn postgresql_itself_refuses_a_write_of_who_only_looks() {
    const RENAME: Query = sql!("projects/rename");
    let town = Town::new().await;
    let root = user(&town.database, "root").await;
    let acme = town.pools.tenant(town.acme.tenant, town.acme.user);
    let rename = async |tenant: &rowhouse::db::Tenant| {
        tenant
            .write(async |tx| tx.run(RENAME, &[&town.acme.project, &"Renamed", &None::<i32>]).await)
            .await
            .map(drop)
    };
    let looking = acme.clone().impersonated_by(root, false);
    assert!(matches!(rename(&looking).await, Err(Error::LookingAround)));
    rename(&acme.clone().impersonated_by(root, true)).await.unwrap();
    rename(&acme).await.unwrap();
    // What is said is not said to others: there it would be a mistake of ours.
    let read = acme.read(async |tx| tx.run(RENAME, &[&town.acme.project, &"No", &None::<i32>]).await).await;
    assert!(matches!(read, Err(Error::ReadOnly(_))), "{read:?}");
}

#[tokio::test]
async fn who_may_write_writes_as_both() {
    let town = Town::new().await;
    let mut root = as_alice(&town, &[("writes", "true")]).await;
    root.get("/").await.expect(200).saying("You can change things.");
    root.post("/projects/create/", &[("name", "Written by two")]).await.expect(303);
    let actor = "select u.login::text from app.audit a join auth.users u on u.user_id = a.actor where a.after ->> 'name' = 'Written by two'";
    assert_eq!(value::<String>(&town.database, actor).await, "alice");
    let columns = "select count(*) from information_schema.columns where table_schema = 'app' and table_name = 'audit' and column_name = 'impersonator'";
    if value::<i64>(&town.database, columns).await == 1 {
        let behind = "select u.login::text from app.audit a join auth.users u on u.user_id = (a.impersonator ->> 'id')::uuid where a.after ->> 'name' = 'Written by two'";
        assert_eq!(value::<String>(&town.database, behind).await, "root");
    }
}

#[tokio::test]
async fn nothing_of_the_panel_is_open_and_no_other_place_can_be_entered() {
    let town = Town::new().await;
    add_member(&town.database, town.globex.tenant, town.acme.user).await;
    let mut root = as_alice(&town, &[("writes", "true")]).await;
    for page in ["/admin/", "/admin/trail/", &path(town.globex.user)] {
        root.get(page).await.expect(403).saying("Stop that first").saying("/impersonation/stop/");
    }
    // Nor is one left without the way back where there is nothing.
    for page in ["/nope", "/admin/nope/"] {
        root.get(page).await.expect(404).saying("Not found").saying("/impersonation/stop/");
    }
    // No nesting, and no other tenant of hers.
    ask(&mut root, &town, &[]).await.expect(403).saying("Stop that first");
    let enter = format!("/tenants/{}/enter/", town.globex.tenant);
    root.post(&enter, &[]).await.expect(403).saying("Stop that first");
    root.get("/tenants/").await.expect(200).saying("acme").silent_on("globex");
    root.get("/").await.expect(200).silent_on("Change workspace");
    // Where she worked last is where it was.
    let last = "select count(*) from auth.users where last_tenant is not null";
    assert_eq!(value::<i64>(&town.database, last).await, 0);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_said() {
    let town = Town::new().await;
    create_user(&town.database, UserId::new(), "chief", true).await;
    create_user(&town.database, UserId::new(), "nomad", false).await;
    set_user(&town, town.globex.user, UserStatus::Deactivated).await;
    let mut root = town.root().await;
    for (login, says) in [
        ("root", "That is you"),
        ("chief", "That is a superuser"),
        ("gus", "deactivated"),
        ("nomad", "no workspace that is open"),
    ] {
        let path = path(user(&town.database, login).await);
        root.get(&path).await.expect(200).saying(says).silent_on("name=\"reason\"");
        let tenant = town.acme.tenant.to_string();
        let answer = root.post(&path, &[("tenant", &tenant), ("reason", "why")]).await.expect(422);
        assert!(login == "nomad" || answer.body.contains(says), "{}", answer.body);
    }
    let (acme, globex) = (town.acme.tenant.to_string(), town.globex.tenant.to_string());
    for (tenant, why, says) in [
        (acme.as_str(), " ", "Please enter something"),
        ("", "why", "Please choose a workspace"),
        ("nonsense", "why", "Please choose a workspace"),
        (&globex, "why", "does not work there"),
    ] {
        root.post(&path(town.acme.user), &[("tenant", tenant), ("reason", why)])
            .await
            .expect(422)
            .saying(says);
    }
    let nobody = path(UserId::new());
    root.get(&nobody).await.expect(404);
    root.post(&nobody, &[("tenant", &acme), ("reason", "why")]).await.expect(404);
    let mut alice = town.alice().await;
    alice.get(&path(town.acme.user)).await.expect(403);
    alice.post(&path(town.acme.user), &[("tenant", &acme), ("reason", "why")]).await.expect(403);
    assert_eq!(trail(&town.database).await, [""; 0]);
}

/// The pages say why beforehand; the database refuses all the same.
#[tokio::test]
async fn the_database_refuses_who_may_not_be_looked_at() {
    let town = Town::new().await;
    create_user(&town.database, UserId::new(), "chief", true).await;
    let root = town.root().await;
    let [me, chief] = [user(&town.database, "root").await, user(&town.database, "chief").await];
    let session: SessionId = value(&town.database, "select session_id from auth.sessions").await;
    let begin = async |acting: UserId, session: SessionId, whom: UserId, tenant: TenantId| {
        let operator = town.pools.operator(acting);
        operator
            .write(async |tx| impersonation::begin(tx, session, (whom, tenant), false, &reason()).await)
            .await
    };
    let (acme, globex) = (&town.acme, town.globex.tenant);
    assert_eq!(begin(me, session, me, acme.tenant).await.unwrap(), Began::Oneself);
    assert_eq!(begin(me, session, chief, acme.tenant).await.unwrap(), Began::Superuser);
    assert_eq!(begin(me, session, acme.user, globex).await.unwrap(), Began::Closed);
    assert_eq!(begin(me, session, UserId::new(), acme.tenant).await.unwrap(), Began::Gone);
    assert_eq!(begin(me, SessionId::new(), acme.user, acme.tenant).await.unwrap(), Began::Gone);
    // Another superuser's session is none of one's own.
    assert_eq!(begin(chief, session, acme.user, acme.tenant).await.unwrap(), Began::Gone);
    assert!(matches!(begin(acme.user, session, town.globex.user, globex).await, Err(Error::SuperuserOnly)));
    set_user(&town, acme.user, UserStatus::Deactivated).await;
    assert_eq!(begin(me, session, acme.user, acme.tenant).await.unwrap(), Began::Deactivated);
    set_user(&town, acme.user, UserStatus::Active).await;
    let stale = "update auth.sessions set authenticated_at = now() - interval '10 minutes'";
    town.database.superuser().await.batch_execute(stale).await.unwrap();
    assert_eq!(begin(me, session, acme.user, acme.tenant).await.unwrap(), Began::Stale);
    let fresh = "update auth.sessions set authenticated_at = now()";
    town.database.superuser().await.batch_execute(fresh).await.unwrap();
    assert_eq!(begin(me, session, acme.user, acme.tenant).await.unwrap(), Began::Done);
    assert_eq!(begin(me, session, acme.user, acme.tenant).await.unwrap(), Began::Nested);
    drop(root);
}

/// A tenant is closed by locking it and then the sessions of whoever looks around in it: who begins takes them in that order too.
#[tokio::test]
async fn whoever_begins_waits_for_the_tenant_with_the_session_free() {
    let town = Town::new().await;
    let _root = town.root().await;
    let me = user(&town.database, "root").await;
    let session: SessionId = value(&town.database, "select session_id from auth.sessions").await;
    let closing = town.database.superuser().await;
    let (whom, tenant) = (town.acme.user, town.acme.tenant);
    let lock = format!("begin; select from app.tenants where tenant_id = '{tenant}' for update");
    closing.batch_execute(&lock).await.unwrap();
    let operator = town.pools.operator(me);
    let beginning = tokio::spawn(async move {
        operator
            .write(async |tx| impersonation::begin(tx, session, (whom, tenant), false, &reason()).await)
            .await
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!beginning.is_finished(), "it waits for the tenant");
    let free = "set local lock_timeout = '500ms'; update auth.sessions set impersonated_tenant = null";
    closing.batch_execute(free).await.expect("nobody holds the session");
    closing.batch_execute("commit").await.unwrap();
    assert_eq!(beginning.await.unwrap().unwrap(), Began::Done);
}

#[tokio::test]
async fn the_password_is_asked_for_again_when_it_was_not_given_lately() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get(&path(town.acme.user)).await.expect(200).silent_on("type=\"password\"");
    let age = "update auth.sessions set authenticated_at = now() - interval '11 minutes'";
    town.database.superuser().await.batch_execute(age).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    root.get(&path(town.acme.user)).await.expect(200).saying("Your own password");
    ask(&mut root, &town, &[]).await.expect(422).saying("Please give your own password.");
    let wrong = ask(&mut root, &town, &[("password", "s3cret-typed")]).await.expect(422);
    wrong.saying("That is not your password.").saying("Ticket 4711").silent_on("s3cret-typed");
    // What else is wrong is said before the password is looked at.
    root.post(&path(town.acme.user), &[("reason", ""), ("password", PASSWORD)]).await.expect(422);
    ask(&mut root, &town, &[("password", PASSWORD)]).await.expect(303);
    root.get("/").await.expect(200).saying("looking around");
    root.post("/impersonation/stop/", &[]).await.expect(303);
    // It is remembered, also by the page.
    root.get(&path(town.acme.user)).await.expect(200).silent_on("type=\"password\"");
    let read = "select string_agg(act, ' ' order by at) from auth.trail where act like 'reauth%'";
    let acts: String = value(&town.database, read).await;
    assert_eq!(acts, "reauthentication_failed reauthenticated");
}

#[tokio::test]
async fn guesses_at_a_session_that_was_left_open_are_counted_with_those_at_sign_in() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let age = "update auth.sessions set authenticated_at = now() - interval '11 minutes'";
    town.database.superuser().await.batch_execute(age).await.unwrap();
    for _ in 0..10 {
        ask(&mut root, &town, &[("password", "guess")])
            .await
            .expect(422)
            .saying("That is not your password.");
    }
    ask(&mut root, &town, &[("password", PASSWORD)]).await.expect(422).saying("Too many attempts");
    town.stranger().post("/login/", &[("username", "root"), ("password", PASSWORD)]).await.expect(429);
}

/// A request that reads is never given an operator: no link, prefetch or reload acts.
#[tokio::test]
async fn no_request_that_reads_acts() {
    async fn act(_: Operator) -> impl IntoResponse {
        "acted"
    }
    async fn look(_: Admin) -> impl IntoResponse {
        "looked"
    }
    let town = Town::new().await;
    let app = App::new(town.pools.clone(), town.sessions.clone(), (&[], Vec::new()), Door::default(), None);
    let table = [
        get("/act/", Access::Superuser, act),
        post("/act/", Access::Superuser, act),
        get("/look/", Access::Superuser, look),
    ];
    let router = web::router(table, &app).layer(town.sessions.layer(false)).with_state(app);
    let mut root = town.root().await.at(router.clone());
    root.get("/look/").await.expect(200).saying("looked");
    root.get("/act/").await.expect(500);
    root.post("/act/", &[]).await.expect(200).saying("acted");
    town.alice().await.at(router.clone()).post("/act/", &[]).await.expect(403);
    as_alice(&town, &[("writes", "true")]).await.at(router).post("/act/", &[]).await.expect(403);
}

/// From a project in the panel to the project itself: through the question, with the person and the page filled in.
#[tokio::test]
async fn a_project_or_a_task_is_looked_at_as_somebody_of_its_tenant() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, project, task) = (town.acme.tenant, town.acme.project, town.acme.open);
    for (list, id, arrives) in [
        ("projects", format!("{tenant}.{project}"), format!("/projects/{project}/")),
        ("tasks", format!("{tenant}.{task}"), format!("/projects/{project}/#task-{task}")),
    ] {
        let here = format!("/admin/{list}/{id}/");
        root.get(&here).await.expect(200).saying(&format!("{here}look/"));
        let question = root.get(&format!("{here}look/")).await.expect(303);
        assert!(question.location().starts_with(&path(town.acme.user)), "{}", question.location());
        root.get(question.location()).await.expect(200).saying(&format!("name=\"at\" value=\"{arrives}\""));
        let fields =
            [("tenant", tenant.to_string()), ("reason", "Ticket".to_owned()), ("at", arrives.clone())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut root = town.root().await;
        let begun = root.post(&path(town.acme.user), &fields).await.expect(303);
        assert_eq!(begun.location(), arrives);
        root.get(&arrives).await.expect(200).saying("acme project");
    }
    // Elsewhere nobody arrives.
    for at in ["https://evil.example/", "//evil.example", "/admin/tenants/", ""] {
        let mut root = town.root().await;
        let fields = [("tenant", &*tenant.to_string()), ("reason", "Ticket"), ("at", at)];
        assert_eq!(root.post(&path(town.acme.user), &fields).await.expect(303).location(), "/");
    }
    root.get(&format!("/admin/projects/{}.{project}/look/", town.globex.tenant)).await.expect(404);
    root.get("/admin/tasks/no-uuid/look/").await.expect(404);
    let close = "update app.tenants set status = 'suspended' where slug = 'acme'";
    town.database.superuser().await.batch_execute(close).await.unwrap();
    root.get(&format!("/admin/projects/{tenant}.{project}/look/"))
        .await
        .expect(404)
        .saying("Nobody to look at it as");
}
