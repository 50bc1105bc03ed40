//! Support: somebody who looks at everything in the panel, is offered nothing that acts, and is refused what was not offered, by
//! the routes and by the database; how one becomes that, and is it no longer.

use rowhouse::{
    admin::acts::people::{self, UserKind},
    error::Error,
    id::UserId,
    operate::{
        doctor,
        people::{Kind, find, set_kind},
        superuser::Superuser,
    },
};

use super::{WHY, every_list, led, soon, text};
use crate::{
    acts::{reason, user},
    harness::{Answer, Browser, Town, create_support},
    sessions::heard,
};

/// A town with support in it.
async fn supported() -> (Town, UserId, Browser) {
    let town = Town::new().await;
    let sue = create_support(&town.database, "sue").await;
    let browser = town.signed_in("sue").await;
    (town, sue, browser)
}

/// The page of one thing of each kind.
fn ones(town: &Town) -> [String; 5] {
    let house = &town.acme;
    [
        format!("/admin/tenants/{}/", house.tenant),
        format!("/admin/users/{}/", house.user),
        format!("/admin/memberships/{}.{}/", house.tenant, house.user),
        format!("/admin/projects/{}.{}/", house.tenant, house.project),
        format!("/admin/tasks/{}.{}/", house.tenant, house.open),
    ]
}

/// What a page has where something can be done.
const OFFERS: [&str; 8] = [
    "/act/\"",
    "/create/",
    "/rows/",
    "/export.",
    "/impersonate/",
    "/look/",
    "name=\"reason\"",
    "type=\"checkbox\" name=",
];

/// What a page says between the bars.
fn main(page: Answer) -> String {
    let page = page.expect(200);
    let (_, main) = page.body.split_once("<main").unwrap();
    main.split_once("</main>").unwrap().0.to_owned()
}

#[tokio::test]
async fn support_sees_everything_and_is_offered_nothing_that_acts() {
    let (town, _, mut sue) = supported().await;
    let mut root = town.root().await;
    sue.get("/").await.expect(303);
    let lists: Vec<_> = every_list().into_iter().map(|list| format!("/admin/{list}/")).collect();
    let ones = ones(&town);
    let home = ["/admin/".to_owned()];
    let mut offered = std::collections::BTreeSet::<&str>::new();
    for path in home.iter().chain(&lists).chain(&ones) {
        // What the superuser is offered, so that these are the words of what is missing.
        let whole = main(root.get(path).await);
        offered.extend(OFFERS.into_iter().filter(|offer| whole.contains(offer)));
        let page = main(sue.get(path).await);
        for offer in OFFERS {
            assert!(!page.contains(offer), "{path} offers {offer}\n{page}");
        }
    }
    assert_eq!(offered.len(), OFFERS.len(), "{offered:?}");
    sue.get(&ones[0]).await.expect(200).saying("alice").saying("acme project").silent_on("Change</a>");

    let quick = |browser: &Browser| browser.hx();
    quick(&root).get("/admin/find/quick/?q=add").await.expect(200).saying("Add tenant");
    quick(&sue).get("/admin/find/quick/?q=add").await.expect(200).silent_on("Add tenant");
    quick(&sue).get("/admin/find/quick/?q=acme").await.expect(200).saying(&ones[0]);
    // Nor what became of somebody else's act, with the way to take it back.
    let act = [("action", "suspend"), ("id", &*town.globex.tenant.to_string()), ("confirmed", "yes"), WHY];
    let done = root.post("/admin/tenants/act/", &act).await.expect(303);
    root.get(done.location()).await.expect(200).saying("/undo/");
    sue.get(done.location()).await.expect(200).silent_on("/undo/").silent_on("/admin/jobs/");
}

/// What entries of the trails tell, with no way to what only those see who act.
#[tokio::test]
async fn support_reads_the_trails_and_no_way_in_them_is_closed() {
    let (town, _, mut sue) = supported().await;
    let mut root = town.root().await;
    let act = [("action", "suspend"), ("id", &*town.globex.tenant.to_string()), ("confirmed", "yes"), WHY];
    let done = root.post("/admin/tenants/act/", &act).await;
    led(&mut root, done).await;
    for (list, id) in [("trail", "auth.trail"), ("audit", "app.audit")] {
        let newest = format!(
            "select era || '.' || xid::text || '.' || {} from {id} order by (act = 'tenant_suspended') desc, era desc, xid desc limit 1",
            if list == "trail" { "trail_id" } else { "id" }
        );
        let entry = format!("/admin/{list}/{}/", text(&town, &newest).await);
        let (whole, page) = (main(root.get(&entry).await), main(sue.get(&entry).await));
        assert!(page.contains("Field by field") && !page.contains("/jobs/"), "{entry}: {page}");
        if list == "trail" {
            assert!(whole.contains("href=\"/admin/jobs/") && page.contains("one act of the panel"), "{page}");
        }
    }
}

#[tokio::test]
async fn support_is_refused_by_the_routes_and_by_the_database() {
    let (town, sue, mut browser) = supported().await;
    let person = format!("/admin/users/{}/", town.acme.user);
    let before = text(&town, "select string_agg(u::text, ' ' order by u.user_id) from auth.users u").await;
    let edit = [("display_name", "Mine"), ("kind", "superuser"), ("version", "1"), WHY];
    browser.post(&person, &edit).await.expect(403).saying("Not among your rights");
    browser.post(&format!("{person}impersonate/"), &[("tenant", "x"), WHY]).await.expect(403);
    let act = [("action", "deactivate"), ("id", &*town.acme.user.to_string()), ("confirmed", "yes"), WHY];
    browser.post("/admin/users/act/", &act).await.expect(403);
    browser.get("/admin/users/export.csv").await.expect(403);

    // Whatever the program let through, the database would not.
    let rename = async || {
        let operator = town.pools.operator(sue);
        operator
            .write(async |tx| {
                people::edit(
                    tx,
                    town.acme.user,
                    &"Mine".parse().unwrap(),
                    (Some(UserKind::Superuser), None),
                    None,
                    &reason(),
                )
                .await
            })
            .await
    };
    assert!(matches!(rename().await, Err(Error::SuperuserOnly)));
    // Nor a bare statement, which asks no function: the trail does, ahead of its entry.
    let operator = town.database.role("rowhouse_operator").await;
    let bare = format!("begin; set local app.operator_id = '{sue}'; update app.tasks set title = 'Mine'");
    let refused = operator.batch_execute(&bare).await.unwrap_err();
    assert_eq!(refused.code().unwrap().code(), "RH002");
    operator.batch_execute("rollback").await.unwrap();
    let now = text(&town, "select string_agg(u::text, ' ' order by u.user_id) from auth.users u").await;
    assert_eq!(now, before);

    // The alarm rings: with one guard open the other refuses, with both the same act is done, and the doctor sees either.
    assert_eq!(doctor::examine(&town.database.urls()).await.unwrap().errors(), 0);
    let open = "create or replace function auth.acting() returns uuid
        language plpgsql stable security definer set search_path = pg_catalog, pg_temp as
        'begin return (select u.user_id from auth.users u where u.user_id = app.operator_id() and (u.superuser or u.support)); end'";
    town.database.superuser().await.batch_execute(open).await.unwrap();
    assert!(matches!(rename().await, Err(Error::SuperuserOnly)));
    let open = "drop trigger trail_right on auth.trail; drop trigger trail_right_still on auth.trail;
        create or replace function auth.superuser_acts() returns boolean language sql stable security definer
        set search_path = pg_catalog, pg_temp as 'select true'";
    town.database.superuser().await.batch_execute(open).await.unwrap();
    assert!(rename().await.is_ok(), "it was not the guards that refused");
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    for object in ["auth.acting()", "trail_right", "trail_right_still", "superuser_acts"] {
        assert!(report.to_string().contains(object), "{object}\n{report}");
    }
}

#[tokio::test]
async fn a_superuser_makes_somebody_support_and_takes_it_away_in_mid_session() {
    let town = Town::new().await;
    let second = heard(&town).await;
    let mut root = town.root().await;
    let mut alice = town.alice().await;
    alice.get("/admin/").await.expect(403);
    let path = format!("/admin/users/{}/", town.acme.user);
    let edit = |kind: &'static str, version: &'static str| {
        [("display_name", "Alice"), ("kind", kind), ("version", version), WHY]
    };
    root.get(&path).await.expect(200).saying("Support sees all workspaces in the panel");
    root.post(&path, &edit("support", "1")).await.expect(303);
    // The session of before is a long one: she signs in again, for a shorter time.
    soon(&mut alice, "/projects/", 303).await;
    let mut alice = town.signed_in("alice").await;
    let hours = "select round(extract(epoch from s.expires_at - s.created_at) / 3600)::text from auth.sessions s join auth.users using (user_id) where login = 'alice'";
    assert_eq!(text(&town, hours).await, "12");
    let mut elsewhere = alice.at(second);
    for at in [&mut alice, &mut elsewhere] {
        at.get("/projects/").await.expect(200).saying("href=\"/admin/\"");
        at.get("/admin/tasks/").await.expect(200).saying("globex open task");
    }
    root.get("/admin/users/?kind=support")
        .await
        .expect(200)
        .saying("alice")
        .silent_on(">gus<")
        .saying("Support");
    root.get("/admin/users/?kind=person").await.expect(200).saying(">gus<").silent_on(">alice<");
    root.get("/admin/").await.expect(200).saying("support");
    root.get("/admin/sessions/?kind=support").await.expect(200).saying(">alice<").silent_on(">root</a>");
    root.get("/admin/sessions/?kind=person").await.expect(200).silent_on(">alice<");

    root.post(&path, &edit("person", "2")).await.expect(303);
    for at in [&mut alice, &mut elsewhere] {
        soon(at, "/admin/tasks/", 403).await.silent_on("globex");
        at.get("/projects/").await.expect(200).silent_on("href=\"/admin/\"");
    }
    root.get("/admin/trail/")
        .await
        .expect(200)
        .saying("kind support")
        .saying("kind was support")
        .saying("Ticket 4711");
    root.post(&path, &edit("owner", "3")).await.expect(422);
    root.post(&path, &edit("", "3")).await.expect(422);

    // And somebody who is kept out is out.
    root.post(&path, &edit("support", "3")).await.expect(303);
    let mut alice = town.signed_in("alice").await;
    alice.get("/admin/").await.expect(200);
    let act = [("action", "deactivate"), ("id", &*town.acme.user.to_string()), ("confirmed", "yes"), WHY];
    root.post("/admin/users/act/", &act).await.expect(303);
    soon(&mut alice, "/admin/", 303).await;
}

#[tokio::test]
async fn support_keeps_views_of_its_own() {
    let (town, _, mut sue) = supported().await;
    let mut root = town.root().await;
    root.post("/admin/tasks/views/", &[("name", "Root's"), ("list", "/admin/tasks/?state=open")])
        .await
        .expect(303);
    sue.post("/admin/tasks/views/", &[("name", "Sue's"), ("list", "/admin/tasks/?state=done")])
        .await
        .expect(303);
    sue.get("/admin/tasks/").await.expect(200).saying("Sue's").silent_on("Root's");
    root.get("/admin/tasks/").await.expect(200).saying("Root's").silent_on("Sue's");
    sue.post("/admin/tasks/views/forget/", &[("name", "Root's"), ("list", "/admin/tasks/")])
        .await
        .expect(303);
    sue.post("/admin/tasks/views/forget/", &[("name", "Sue's"), ("list", "/admin/tasks/")]).await.expect(303);
    assert_eq!(text(&town, "select string_agg(name, ',') from auth.saved_views").await, "Root's");
}

#[tokio::test]
async fn the_command_line_says_of_which_kind_somebody_is() {
    let town = Town::new().await;
    let root = Superuser::named(&town.pools, "root").await.unwrap().because(Some("Joins the desk")).unwrap();
    let person = async |login: &str| find(&town.pools.admin(), login).await.unwrap();
    assert!(!set_kind(&root, &person("alice").await, Kind::Person).await.unwrap());
    assert!(set_kind(&root, &person("alice").await, Kind::Support).await.unwrap());
    let alice = person("alice").await;
    assert!(alice.support && !alice.superuser && alice.kind() == Kind::Support);
    assert_eq!(alice.display_name, "alice", "the name is as it was");
    assert!(!set_kind(&root, &alice, Kind::Support).await.unwrap());
    assert!(set_kind(&root, &alice, Kind::Superuser).await.unwrap());
    assert!(set_kind(&root, &person("alice").await, Kind::Person).await.unwrap());
    let last = set_kind(&root, &person("root").await, Kind::Support).await.unwrap_err();
    assert!(last.to_string().contains("last active superuser"), "{last}");
    let filed = "select string_agg(details ->> 'kind', ' ' order by xid) from auth.trail where act = 'user_edited' and details ->> 'reason' = 'Joins the desk'";
    assert_eq!(text(&town, filed).await, "support superuser person");
    assert!(Superuser::named(&town.pools, "alice").await.is_err());
    // Nobody is both, whoever writes it.
    let both = "update auth.users set superuser = true, support = true where login = 'gus'";
    assert!(town.database.superuser().await.batch_execute(both).await.is_err());
    assert_eq!(user(&town.database, "gus").await, town.globex.user);
}

/// Who signs in while being made support comes before it, and is ended, or after it, and has the shorter session.
#[tokio::test]
async fn signing_in_waits_for_who_changes_the_person() {
    let town = Town::new().await;
    let (mut superuser, auth) = (town.database.superuser().await, town.database.role("rowhouse_auth").await);
    superuser.batch_execute("update auth.users set verifier = sha256('proof')").await.unwrap();
    let changing = superuser.transaction().await.unwrap();
    changing.batch_execute("update auth.users set support = true where login = 'alice'").await.unwrap();
    let text = "select outcome from auth.sign_in('alice', 'proof', sha256('session'), null)";
    let mut signing = std::pin::pin!(auth.query_one(text, &[]));
    let waits = tokio::time::timeout(std::time::Duration::from_millis(300), &mut signing).await;
    assert!(waits.is_err(), "{waits:?}");
    changing.commit().await.unwrap();
    assert_eq!(signing.await.unwrap().get::<_, &str>(0), "signed_in");
    let short = "select bool_and(expires_at < now() + interval '13 hours') from auth.sessions where session_hash = sha256('session')";
    assert!(superuser.query_one(short, &[]).await.unwrap().get::<_, bool>(0));
}
