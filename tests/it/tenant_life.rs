//! The life of a tenant and of a person: who may act, what happens to those who are at work, and what is left at the end.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use rowhouse::{
    id::TenantId,
    operate::{
        Error,
        people::{self, Kind, Newcomer},
        superuser::Superuser,
        tenants::{self, Owner, Status},
    },
};
use secrecy::SecretString;

use crate::{
    harness::{Browser, Database, PASSWORD, Town, add_member, connect, create_support, create_user},
    sessions::heard,
};

async fn root(town: &Town) -> Superuser {
    Superuser::named(&town.pools, "root").await.unwrap()
}

async fn set(town: &Town, slug: &str, status: Status) -> bool {
    let tenant = tenants::find(&town.pools.admin(), slug).await.unwrap();
    tenants::set_status(&root(town).await, &tenant, status).await.unwrap()
}

/// Waits until the browser is answered so, at most a second.
async fn within_a_second(browser: &mut Browser, path: &str, status: StatusCode) -> String {
    let begun = Instant::now();
    loop {
        let answer = browser.get(path).await;
        if answer.status == status {
            return answer.body;
        }
        assert!(begun.elapsed() < Duration::from_secs(1), "{path} is {} after a second", answer.status);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_tenant_is_suspended_and_restored_at_every_instance_within_a_second() {
    let town = Town::new().await;
    let second = heard(&town).await;
    let mut here = town.alice().await;
    let mut there = here.at(second);
    let mut gus = town.gus().await;
    for browser in [&mut here, &mut there] {
        browser.get("/").await.expect(200);
    }

    assert!(set(&town, "acme", Status::Suspended).await);
    assert!(!set(&town, "acme", Status::Suspended).await, "it was so already");
    for browser in [&mut here, &mut there] {
        let page = within_a_second(browser, "/projects/", StatusCode::FORBIDDEN).await;
        assert!(page.contains("Workspace suspended") && page.contains("Everything in it is kept"), "{page}");
    }
    here.post("/projects/create/", &[("name", "no")]).await.expect(403).saying("Workspace suspended");
    let mut alice = town.stranger();
    alice.post("/login/", &[("username", "alice"), ("password", PASSWORD)]).await.expect(303);
    alice.get("/").await.expect(403).saying("Workspace suspended");
    gus.get("/").await.expect(200);

    assert!(set(&town, "acme", Status::Active).await);
    for browser in [&mut here, &mut there, &mut alice] {
        within_a_second(browser, "/", StatusCode::OK).await;
    }
    here.get("/").await.expect(200).saying("acme project");
}

#[tokio::test]
async fn an_archived_tenant_is_read_and_a_deleted_one_is_not() {
    let town = Town::new().await;
    let _second = heard(&town).await;
    let mut alice = town.alice().await;
    set(&town, "acme", Status::Archived).await;
    alice.get("/projects/").await.expect(200).saying("acme project");
    alice.post("/projects/create/", &[("name", "no")]).await.expect(403).saying("Read only");

    set(&town, "acme", Status::Deleted { grace_days: 30 }).await;
    let page = within_a_second(&mut alice, "/projects/", StatusCode::FORBIDDEN).await;
    assert!(page.contains("Workspace deleted") && page.contains("can restore it"), "{page}");
    assert_eq!(tenants::purge(&town.pools).await.unwrap(), 0, "its grace is not over");

    set(&town, "acme", Status::Active).await;
    within_a_second(&mut alice, "/projects/", StatusCode::OK).await;
    alice.post("/projects/create/", &[("name", "yes")]).await.expect(303);
}

/// How many rows of every table, in every schema, say anywhere that they are of this tenant or of what was in it.
async fn rows_that_name(database: &Database, ids: &[String]) -> BTreeMap<String, i64> {
    let superuser = database.superuser().await;
    let tables = superuser
        .query("select oid::regclass::text from pg_class where relkind in ('r', 'p') and oid >= 16384 and relnamespace <> 'pg_toast'::regnamespace", &[])
        .await
        .unwrap();
    let mut named = BTreeMap::new();
    for table in &tables {
        let table: String = table.get(0);
        let count = format!("select count(*) from {table} r where r::text ~ $1");
        let rows: i64 = superuser.query_one(&count, &[&ids.join("|")]).await.unwrap().get(0);
        if rows > 0 {
            named.insert(table, rows);
        }
    }
    named
}

#[tokio::test]
async fn nothing_is_left_of_a_tenant_that_is_past_its_grace() {
    let town = Town::new().await;
    let _second = heard(&town).await;
    let acme = &town.acme;
    let mut alice = town.alice().await;
    alice.post(&format!("/tasks/{}/delete/", acme.done), &[]).await.expect(303);
    add_member(&town.database, town.globex.tenant, acme.user).await;
    let ids: Vec<_> =
        [acme.tenant.to_string(), acme.project.to_string(), acme.open.to_string(), acme.done.to_string()]
            .to_vec();
    let before = rows_that_name(&town.database, &ids).await;
    for table in [
        "app.tenants",
        "app.members",
        "app.projects",
        "app.tasks",
        "app.trash",
        "auth.memberships",
        "auth.sessions",
    ] {
        assert!(before.contains_key(table), "the test sees {table}: {before:?}");
    }
    let globex = rows_that_name(&town.database, &[town.globex.tenant.to_string()]).await;

    set(&town, "acme", Status::Deleted { grace_days: 0 }).await;
    assert_eq!(tenants::purge(&town.pools).await.unwrap(), 1);
    let mut left = rows_that_name(&town.database, &ids).await;
    // That it was there and was removed is an act, and acts are kept.
    assert!(left.remove("auth.trail").is_some_and(|entries| entries == 2), "{left:?}");
    assert_eq!(left, BTreeMap::new());
    assert_eq!(rows_that_name(&town.database, &[town.globex.tenant.to_string()]).await, globex);

    // Who worked in it signs in again, and works where else there is to work.
    within_a_second(&mut alice, "/", StatusCode::SEE_OTHER).await;
    town.alice().await.get("/").await.expect(200).saying("globex project");
}

/// The policy holds, whatever a function says.
#[tokio::test]
async fn a_tenant_within_its_grace_cannot_be_removed_even_by_the_owner_of_the_function() {
    let town = Town::new().await;
    set(&town, "acme", Status::Deleted { grace_days: 1 }).await;
    let superuser = town.database.superuser().await;
    superuser.batch_execute("set role rowhouse_auth_owner; set row_security = on").await.unwrap();
    assert_eq!(superuser.execute("delete from app.tenants", &[]).await.unwrap(), 0);
}

#[tokio::test]
async fn a_tenant_is_created_with_its_first_user_or_not_at_all() {
    let town = Town::new().await;
    let acting = root(&town).await;
    let newcomer =
        Newcomer::new(" Dora ", "Dora Dane", SecretString::from(PASSWORD), Kind::Person).await.unwrap();
    for (slug, name, says) in [
        ("acme", "Acme again", "slug: it is taken"),
        ("admin", "Ours", "slug: it is reserved"),
        ("A b", "Blank", "slug: 2 to 63 small letters"),
        ("dane", " \u{200b}", "name:"),
    ] {
        let refused =
            tenants::create(&acting, slug, name, Owner::New(&newcomer)).await.unwrap_err().to_string();
        assert!(refused.contains(says), "{refused}");
    }
    assert!(people::find(&town.pools.admin(), "dora").await.is_err(), "nothing half-made");
    tenants::create(&acting, "dane", "Dane & Sons", Owner::New(&newcomer)).await.unwrap();
    town.signed_in("dora").await.get("/").await.expect(200).saying("Dane &amp; Sons");

    let alice = people::find(&town.pools.admin(), "ALICE").await.unwrap();
    tenants::create(&acting, "second", "Second", Owner::Known(&alice)).await.unwrap();
    let tenant = tenants::find(&town.pools.admin(), "second").await.unwrap();
    tenants::rename(&acting, &tenant, "Seconds").await.unwrap();
    let mut alice = town.alice().await;
    alice.get("/tenants/").await.expect(200).saying("Seconds").saying("acme");
    assert!(matches!(tenants::find(&town.pools.admin(), "nowhere").await, Err(Error::NoSuch(_))));
}

#[tokio::test]
async fn a_person_is_out_within_a_second_and_in_again_with_the_new_password() {
    let town = Town::new().await;
    let second = heard(&town).await;
    let acting = root(&town).await;
    let mut here = town.alice().await;
    let mut there = here.at(second);
    there.get("/").await.expect(200);
    let alice = people::find(&town.pools.admin(), "alice").await.unwrap();

    assert!(people::set_active(&acting, &alice, false).await.unwrap());
    for browser in [&mut here, &mut there] {
        within_a_second(browser, "/", StatusCode::SEE_OTHER).await;
    }
    town.stranger().post("/login/", &[("username", "alice"), ("password", PASSWORD)]).await.expect(422);
    assert!(people::set_active(&acting, &alice, true).await.unwrap());
    assert!(!people::set_active(&acting, &alice, true).await.unwrap());
    here.get("/").await.expect(303);

    let mut again = town.alice().await;
    again.get("/").await.expect(200);
    let short = people::set_password(&acting, &alice, SecretString::from("short")).await.unwrap_err();
    assert!(short.to_string().contains("at least 8"), "{short}");
    people::set_password(&acting, &alice, SecretString::from("another horse")).await.unwrap();
    within_a_second(&mut again, "/", StatusCode::SEE_OTHER).await;
    town.stranger().post("/login/", &[("username", "alice"), ("password", PASSWORD)]).await.expect(422);
    town.stranger()
        .post("/login/", &[("username", "alice"), ("password", "another horse")])
        .await
        .expect(303);
}

#[tokio::test]
async fn there_is_always_a_superuser_left_also_when_two_deactivate_each_other() {
    let town = Town::new().await;
    let rowhouse_admin = town.pools.admin();
    let root = root(&town).await;
    let only = people::find(&rowhouse_admin, "root").await.unwrap();
    let refused = people::set_active(&root, &only, false).await.unwrap_err().to_string();
    assert!(refused.contains("the last active superuser"), "{refused}");

    create_user(&town.database, rowhouse::id::UserId::new(), "chief", true).await;
    for _ in 0..10 {
        let chief = Superuser::named(&town.pools, "chief").await.unwrap();
        let (a, b) = (
            people::find(&rowhouse_admin, "root").await.unwrap(),
            people::find(&rowhouse_admin, "chief").await.unwrap(),
        );
        let (first, second) =
            tokio::join!(people::set_active(&chief, &a, false), people::set_active(&root, &b, false));
        assert!(first.is_ok() != second.is_ok(), "one of them: {first:?} {second:?}");
        let active = people::list(&rowhouse_admin).await.unwrap();
        let active: Vec<_> = active.iter().filter(|p| p.superuser && p.status == "active").collect();
        assert_eq!(active.len(), 1);
        let left = Superuser::named(&town.pools, &active[0].login).await.unwrap();
        let out = if active[0].login == "root" { &b } else { &a };
        people::set_active(&left, out, true).await.unwrap();
    }
}

/// Each function that acts, with arguments that would do harm.
const ACTS: [&str; 17] = [
    "select auth.open_tenant(gen_random_uuid(), 'forged', 'Forged', 'why')",
    "select auth.rename_tenant((select tenant_id from t), 'Forged', null, 'why')",
    "select auth.set_tenant_status((select tenant_id from t), 'deleted', '0', 'why')",
    "select auth.set_tenant_statuses(array(select tenant_id from t), 'deleted', '0', null, null, 'why')",
    "select auth.enrol(gen_random_uuid(), 'forged', 'Forged', '\\x00000000000000000000000000000000', sha256(''), 8, 1, 1, 'superuser', null, 'why')",
    "select auth.edit_user((select user_id from u), 'Forged', 'superuser', null, null, 'why')",
    "select auth.join_tenant((select tenant_id from t), gen_random_uuid(), 'owner', 'why')",
    "select auth.set_member_role((select tenant_id from t), (select user_id from u), 'owner', null, 'why')",
    "select auth.remove_member((select tenant_id from t), (select user_id from u), 'why')",
    "select auth.set_password((select user_id from u), '\\x00000000000000000000000000000000', sha256(''), 8, 1, 1, 'why')",
    "select auth.set_user_status((select user_id from u), 'deactivated', 'why')",
    "select auth.set_user_statuses(array(select user_id from u), 'deactivated', null, 'why')",
    "select auth.end_sessions(array(select user_id from u), 'why')",
    "select auth.end_sessions_of((select user_id from u), 'why')",
    "select auth.impersonate((select user_id from u), (select user_id from u), (select tenant_id from t), true, 'why')",
    "select auth.record_act('task_created', (select user_id from u), '{}', 'why')",
    "select auth.record_act('project_deleted', (select user_id from u), '{}', 'why')",
];

#[tokio::test]
async fn nobody_acts_but_an_active_superuser() {
    let town = Town::new().await;
    let support = create_support(&town.database, "sue").await;
    let before = town.database.rows().await;
    let operator = town.database.role("rowhouse_operator").await;
    let context = format!(
        "with t (tenant_id) as (values ('{}'::uuid)), u (user_id) as (values ('{}'::uuid)) ",
        town.acme.tenant, town.acme.user
    );
    let nobody = [
        String::new(),
        format!("set local app.operator_id = '{}';", town.acme.user),
        format!("set local app.operator_id = '{}';", TenantId::new()),
        format!("set local app.operator_id = '{support}';"),
    ];
    for act in ACTS {
        for who in &nobody {
            operator.batch_execute(&format!("begin; {who}")).await.unwrap();
            let refused = operator.batch_execute(&format!("{context}{act}")).await.unwrap_err();
            assert_eq!(refused.code().unwrap().code(), "RH002", "{who} {act}");
            operator.batch_execute("rollback").await.unwrap();
        }
        for role in ["rowhouse_app", "rowhouse_auth", "rowhouse_admin"] {
            let refused = town.database.role(role).await.batch_execute(&format!("{context}{act}")).await;
            assert_eq!(refused.unwrap_err().code().unwrap().code(), "42501", "{role} {act}");
        }
    }
    assert_eq!(town.database.rows().await, before);
    for login in ["alice", "sue"] {
        assert!(matches!(Superuser::named(&town.pools, login).await, Err(Error::Refused(_))), "{login}");
    }
}

#[tokio::test]
async fn every_act_is_in_the_trail_with_who_did_it() {
    let town = Town::new().await;
    let acting = root(&town).await;
    let newcomer = Newcomer::new("dora", "Dora", SecretString::from(PASSWORD), Kind::Person).await.unwrap();
    tenants::create(&acting, "dane", "Dane", Owner::New(&newcomer)).await.unwrap();
    let tenant = tenants::find(&town.pools.admin(), "dane").await.unwrap();
    tenants::rename(&acting, &tenant, "Danes").await.unwrap();
    for status in [Status::Suspended, Status::Archived, Status::Deleted { grace_days: 0 }, Status::Active] {
        tenants::set_status(&acting, &tenant, status).await.unwrap();
    }
    let dora = people::find(&town.pools.admin(), "dora").await.unwrap();
    people::set_password(&acting, &dora, SecretString::from("another horse")).await.unwrap();
    people::set_active(&acting, &dora, false).await.unwrap();
    people::set_active(&acting, &dora, true).await.unwrap();

    let read = "select t.act from auth.trail t join auth.users u on u.user_id = t.actor where u.login = 'root' and t.login = 'rowhouse_operator' order by t.at";
    let superuser = connect(&town.database.superuser_config()).await;
    let acts: Vec<String> = superuser.query(read, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(
        acts,
        [
            "tenant_created",
            "user_created",
            "member_added",
            "tenant_renamed",
            "tenant_suspended",
            "tenant_archived",
            "tenant_deleted",
            "tenant_restored",
            "password_set",
            "user_deactivated",
            "user_activated"
        ]
    );
}
