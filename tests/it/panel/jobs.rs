//! What becomes of an act that an instance does not know: the trail says, and nobody is lost on the way.

use std::time::Duration;

use rowhouse::{
    admin::acts::{
        Reason,
        tenants::{self, TenantStatus},
    },
    id::{JobId, UserId},
};

use super::{
    WHY, led,
    rights::{desk, set},
    text,
};
use crate::harness::{Town, create_user};

#[tokio::test]
async fn an_act_of_another_instance_is_found_in_the_trail() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let superuser = text(&town, "select user_id::text from auth.users where login = 'root'").await;
    let job = JobId::new();
    let operator = town.pools.operator(superuser.parse().unwrap()).for_job(job);
    let path = format!("/admin/jobs/{job}/");
    let (acme, reason) = (town.acme.tenant, "Ticket 4711".parse::<Reason>().unwrap());

    // Under way elsewhere, or not begun: nobody knows, the page says so and asks again.
    let page = root.get(&path).await.expect(200).saying("Nothing of it is in the trail so far");
    assert_eq!(page.header("refresh"), "5");
    // One that is taken back leaves nothing.
    let failed = operator.write(async |tx| {
        tenants::set_statuses(tx, &[acme], TenantStatus::Suspended, None, &reason).await?;
        Err::<(), _>(rowhouse::error::Error::NotFound)
    });
    failed.await.unwrap_err();
    root.get(&path).await.expect(200).saying("Nothing of it is in the trail so far");

    operator
        .write(async |tx| tenants::set_statuses(tx, &[acme], TenantStatus::Suspended, None, &reason).await)
        .await
        .unwrap();
    let page =
        root.get(&path).await.expect(200).saying("tenant suspended").saying("1 entry").saying("Ticket 4711");
    assert!(!page.headers.contains_key("refresh"));
    // Where one is led to, and the way back.
    root.get(&format!("/admin/tenants/?done={job}")).await.expect(200).saying(&path);
    assert_eq!(root.get(&format!("{path}undo/")).await.expect(303).location(), path);
    assert_eq!(root.post(&format!("{path}undo/"), &[]).await.expect(303).location(), path);
}

/// A superuser is deactivated while an act of his waits: he is out, nothing of it is done, and another superuser is told so.
#[tokio::test]
async fn what_a_superuser_was_at_who_is_none_any_more_is_not_done_and_told() {
    let town = Town::new().await;
    create_user(&town.database, UserId::new(), "chief", true).await;
    let (mut root, mut chief) = (town.root().await, town.signed_in("chief").await);
    let acme = town.acme.tenant.to_string();
    let superuser = town.database.superuser().await;
    superuser.batch_execute("begin; select from app.tenants for update").await.unwrap();
    let act = [("action", "suspend"), ("id", acme.as_str()), ("confirmed", "yes"), WHY];
    let waiting = root.post("/admin/tenants/act/", &act).await.expect(303);
    let path = waiting.location();
    chief.get(path).await.expect(200).saying("Under way");
    let person = text(&town, "select user_id::text from auth.users where login = 'root'").await;
    let act = [("action", "deactivate"), ("id", person.as_str()), ("confirmed", "yes"), WHY];
    chief.post("/admin/users/act/", &act).await.expect(303);
    superuser.batch_execute("commit").await.unwrap();
    let back = loop {
        let page = chief.get(path).await;
        if page.status != 200 {
            break page.expect(303).location().to_owned();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    chief
        .get(&back)
        .await
        .expect(200)
        .saying("Nothing was done. Whoever asked for it may not do so any more.");
    root.get(path).await.expect(303);
    assert_eq!(text(&town, "select status from app.tenants where slug = 'acme'").await, "active");
}

/// Who does not see the trail is told all the same what became of an own act, and of nobody else's.
#[tokio::test]
async fn whoever_acted_is_told_of_it_by_any_instance() {
    let town = Town::new().await;
    let mut desk = desk(&town, "tenants:change").await;
    let (acme, globex, reason) =
        (town.acme.tenant, town.globex.tenant, "Ticket 4712".parse::<Reason>().unwrap());
    let whose = |login: &str| format!("select user_id::text from auth.users where login = '{login}'");
    let suspended = async |login: &str, tenant| {
        let (by, job) = (text(&town, &whose(login)).await.parse().unwrap(), JobId::new());
        let operator = town.pools.operator(by).for_job(job);
        let suspend = operator.write(async |tx| {
            tenants::set_statuses(tx, &[tenant], TenantStatus::Suspended, None, &reason).await
        });
        suspend.await.unwrap();
        format!("/admin/jobs/{job}/")
    };
    let own = suspended("desk", acme).await;
    let page = desk.get(&own).await.expect(200).saying("tenant suspended").saying("Ticket 4712");
    page.silent_on("href=\"/admin/trail/\"");
    town.root().await;
    let other = suspended("root", globex).await;
    desk.get(&other).await.expect(200).silent_on("Ticket 4712").silent_on("tenant suspended");
    // The instance that did it hides and tells as much as another.
    let mut root = town.root().await;
    let act = [("action", "restore"), ("id", &*globex.to_string()), ("confirmed", "yes"), WHY];
    let done = root.post("/admin/tenants/act/", &act).await.expect(303);
    let job = done.location().split_once("done=").unwrap().1.to_owned();
    let path = format!("/admin/jobs/{job}/");
    desk.get(&path).await.expect(200).silent_on("restored");
    set(&town, "tenants:change,trail:see").await;
    desk.get(&path).await.expect(200).saying("tenant restored");
}

#[tokio::test]
async fn every_entry_of_an_act_names_it_and_no_other_does() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let id = town.acme.tenant.to_string();
    let done = root
        .post("/admin/tenants/act/", &[("action", "suspend"), ("id", &id), ("confirmed", "yes"), WHY])
        .await;
    let job = done.location().split_once("done=").unwrap().1.to_owned();
    led(&mut root, done).await.saying("1 tenant suspended.");
    let named = "select string_agg(act || ' ' || coalesce(details ->> 'job', 'none'), ', ' order by at) from auth.trail where act not in ('signed_in', 'looked_at')";
    assert_eq!(text(&town, named).await, format!("tenant_suspended {job}"));
    // A form is no act of that kind.
    root.post(&format!("/admin/tenants/{id}/"), &[("name", "Acme"), ("version", "2"), WHY]).await.expect(303);
    let last =
        "select coalesce(details ->> 'job', 'none') from auth.trail order by era desc, xid desc limit 1";
    assert_eq!(text(&town, last).await, "none");
}

#[tokio::test]
async fn what_never_was_or_was_long_ago_is_not_promised() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for id in ["no-uuid", "0189a0b0-0000-7000-8000-000000000000", "00000000-0000-4000-8000-000000000000"] {
        let page = root.get(&format!("/admin/jobs/{id}/")).await.expect(404);
        assert!(!page.headers.contains_key("refresh"), "{id}");
    }
    root.get("/admin/jobs/no-uuid/undo/").await.expect(404);
    root.post("/admin/jobs/no-uuid/undo/", &[]).await.expect(404);
    root.get("/admin/tenants/?done=no-uuid").await.expect(200).silent_on("see what was done");
    town.alice().await.get(&format!("/admin/jobs/{}/", JobId::new())).await.expect(403);
}
