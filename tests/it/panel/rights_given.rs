//! Rights given and taken away: on the form of a person and at the command line, told in the trail, and what becomes of sessions.

use rowhouse::{
    operate::{
        people::{Kind, find, set_kind, set_rights},
        superuser::Superuser,
    },
    rights::{KNOWN, Right, Rights},
};

use super::{WHY, long_ago, soon, text};
use crate::{
    harness::{PASSWORD, Town, create_support_with},
    sessions::heard,
};

const HELD: &str = "select array_to_string(rights, ',') from auth.users where login = 'alice'";

#[tokio::test]
async fn a_superuser_ticks_what_support_may_do() {
    let town = Town::new().await;
    let second = heard(&town).await;
    let mut root = town.root().await;
    let path = format!("/admin/users/{}/", town.acme.user);
    let page = root.get(&path).await.expect(200);
    let page = page
        .saying("What support may do")
        .saying("value=\"tenants:change\"")
        .saying("Billing: See of tenants");
    page.silent_on("value=\"tenants:delete\"").silent_on(" checked");
    let edit = |version: &'static str, rights: &[&'static str]| {
        let mut fields =
            vec![("display_name", "alice"), ("kind", "support"), ("version", version), ("rights", ""), WHY];
        fields.extend(rights.iter().map(|right| ("rights", *right)));
        fields
    };
    // With nothing ticked somebody new sees all.
    root.post(&path, &edit("1", &[])).await.expect(303);
    assert_eq!(
        text(&town, HELD).await,
        text(&town, "select array_to_string(auth.rights_to_see(), ',')").await
    );
    root.get(&path).await.expect(200).saying("Tenants: see. People: see. Memberships: see.");

    let mut alice = town.signed_in("alice").await;
    let mut elsewhere = alice.at(second);
    elsewhere.get("/admin/tasks/").await.expect(200);
    // Less: counts at the next request everywhere, and nobody is signed out by it.
    root.post(&path, &edit("2", &["tenants:see", "users:see"])).await.expect(303);
    for at in [&mut alice, &mut elsewhere] {
        at.get("/admin/tasks/").await.expect(403);
        at.get("/admin/tenants/").await.expect(200);
    }
    // More: signs in again.
    root.post(&path, &edit("3", &["tenants:change", "users:see"])).await.expect(303);
    assert_eq!(text(&town, HELD).await, "tenants:see,tenants:change,users:see");
    soon(&mut alice, "/admin/tenants/", 303).await;
    soon(&mut elsewhere, "/admin/tenants/", 303).await;
    root.get(&path)
        .await
        .expect(200)
        .saying("Tenants: see, change. People: see.")
        .saying("value=\"tenants:change\" checked");
    // Superusers alone read it there.
    let mut alice = town.signed_in("alice").await;
    alice
        .get(&path)
        .await
        .expect(200)
        .silent_on("Tenants: see, change. People: see.")
        .silent_on("name=\"rights\"");

    // Before and after, in words.
    let newest = "select era || '.' || xid::text || '.' || trail_id from auth.trail where act = 'user_edited' order by era desc, xid desc limit 1";
    let entry = format!("/admin/trail/{}/", text(&town, newest).await);
    let page = root.get(&entry).await.expect(200);
    page.saying("May do in the panel")
        .saying("Tenants: see. People: see.")
        .saying("Tenants: see, change. People: see.");

    // None at all is less than that, and is not what somebody new gets.
    root.post(&path, &edit("4", &[])).await.expect(303);
    assert_eq!(text(&town, HELD).await, "");
    alice.get("/admin/tenants/").await.expect(403);
    alice.get("/admin/").await.expect(200);
    // A form that does not ask keeps what there is.
    root.post(&path, &edit("5", &["tasks:see"])).await.expect(303);
    root.post(&path, &[("display_name", "Al"), ("kind", "support"), ("version", "6"), WHY]).await.expect(303);
    assert_eq!(text(&town, HELD).await, "tasks:see");
    // Whoever is no support any more has none.
    root.post(
        &path,
        &[("display_name", "Al"), ("kind", "person"), ("version", "7"), ("rights", "tasks:see"), WHY],
    )
    .await
    .expect(303);
    assert_eq!(text(&town, HELD).await, "");
}

#[tokio::test]
async fn giving_rights_wants_a_password_a_reason_and_rights_that_there_are() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let path = format!("/admin/users/{}/", town.acme.user);
    let fields = |right: &'static str| {
        [("display_name", "alice"), ("kind", "support"), ("version", "1"), ("rights", right)]
    };
    let with =
        |right: &'static str, more: &[(&'static str, &'static str)]| [&fields(right)[..], more].concat();
    for wrong in ["tenants:delete", "users:add", "nonsense", "tenants:see\0", "<b>"] {
        root.post(&path, &with(wrong, &[WHY])).await.expect(422).saying("Please tick what there is");
    }
    root.post(&path, &with("tenants:see", &[])).await.expect(422);
    long_ago(&town).await;
    root.post(&path, &with("tenants:see", &[WHY])).await.expect(422).saying("value=\"tenants:see\" checked");
    assert_eq!(text(&town, "select count(*)::text from auth.users where support").await, "0");
    root.post(&path, &with("tenants:see", &[WHY, ("password", PASSWORD)])).await.expect(303);
    assert_eq!(text(&town, HELD).await, "tenants:see");

    // The same for somebody new.
    let new = |right: &'static str| {
        [
            ("login", "dora"),
            ("display_name", "Dora"),
            ("new_password", "long enough"),
            ("kind", "support"),
            ("rights", right),
            WHY,
        ]
    };
    root.get("/admin/users/create/").await.expect(200).saying("value=\"tasks:see\"");
    root.post("/admin/users/create/", &new("tasks:power")).await.expect(422);
    root.post("/admin/users/create/", &new("tasks:delete")).await.expect(303);
    let held = "select array_to_string(rights, ',') from auth.users where login = 'dora'";
    assert_eq!(text(&town, held).await, "tasks:see,tasks:delete");
    let filed = "select details ->> 'rights' from auth.trail where act = 'user_created'";
    assert_eq!(text(&town, filed).await, "tasks:see,tasks:delete");
}

#[tokio::test]
async fn the_command_line_gives_rights() {
    let town = Town::new().await;
    let root = Superuser::named(&town.pools, "root").await.unwrap().because(Some("Joins billing")).unwrap();
    let person = async |login: &str| find(&town.pools.admin(), login).await.unwrap();
    let rights: Rights = "tenants:change,users:see".parse().unwrap();
    let refused = set_rights(&root, &person("alice").await, rights).await.unwrap_err();
    assert!(refused.to_string().contains("set-kind alice support"), "{refused}");
    assert!(set_kind(&root, &person("alice").await, Kind::Support).await.unwrap());
    let see = KNOWN.iter().filter(|(_, right)| *right == Right::See);
    let seeing: Vec<_> = see.map(|(model, _)| format!("{model}:see")).collect();
    assert_eq!(person("alice").await.rights, seeing);
    assert!(set_rights(&root, &person("alice").await, rights).await.unwrap());
    assert!(!set_rights(&root, &person("alice").await, rights).await.unwrap());
    assert_eq!(person("alice").await.rights.join(","), "tenants:see,tenants:change,users:see");
    assert!(set_rights(&root, &person("alice").await, Rights::NONE).await.unwrap());
    assert!(person("alice").await.rights.is_empty());
    let filed = "select string_agg((details ->> 'rights_were') || '>' || (details ->> 'rights'), ' ' order by era, xid)
        from auth.trail where details ? 'rights_were'";
    let (seeing, some) = (seeing.join(","), "tenants:see,tenants:change,users:see");
    assert_eq!(text(&town, filed).await, format!("{seeing}>{some} {some}>"));
}

/// Whoever has rights gives none, not even with a superuser's form.
#[tokio::test]
async fn nobody_gives_what_they_have() {
    let town = Town::new().await;
    create_support_with(&town.database, "desk", "auth.known_rights()").await;
    let mut browser = town.signed_in("desk").await;
    let path = format!("/admin/users/{}/", town.acme.user);
    let forged =
        [("display_name", "alice"), ("kind", "support"), ("rights", "tenants:see"), ("version", "1"), WHY];
    browser.post(&path, &forged).await.expect(303);
    assert_eq!(text(&town, "select string_agg(login, ',') from auth.users where support").await, "desk");
    browser.get("/admin/users/create/").await.expect(403);
    browser.post("/admin/users/create/", &forged).await.expect(403);
}
