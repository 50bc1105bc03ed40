//! Who looked at what: the page of one thing is filed before it is shown, once in a quarter of an hour, in the name of whoever
//! looks and of nobody else; what happened to a thing does not drown in it; and it goes when entries about signing in go.

use rowhouse::operate::audit;

use super::{WHY, text};
use crate::{
    audit::seal_all,
    harness::{Answer, Browser, Town, create_support},
};

/// How many looks are filed, of those that say so.
async fn looks(town: &Town, which: &str) -> String {
    text(town, &format!("select count(*)::text from auth.trail where act = 'looked_at' and {which}")).await
}

/// The page of one thing of each kind, with what the trail calls it.
async fn ones(town: &Town) -> Vec<(String, &'static str)> {
    let house = &town.acme;
    let session =
        "select session_id::text from auth.sessions join auth.users using (user_id) where login = 'alice'";
    let entry = "select era || '.' || xid::text || '.' || id from app.audit where object = 'tasks' limit 1";
    let (session, entry) = (text(town, session).await, text(town, entry).await);
    vec![
        (format!("tenants/{}", house.tenant), "tenant"),
        (format!("users/{}", house.user), "user"),
        (format!("memberships/{}.{}", house.tenant, house.user), "membership"),
        (format!("projects/{}.{}", house.tenant, house.project), "project"),
        (format!("tasks/{}.{}", house.tenant, house.open), "task"),
        (format!("sessions/{session}"), "session"),
        (format!("audit/{entry}"), "entry"),
    ]
}

/// Has PostgreSQL refuse every entry of the trail, as it does while it has no room.
async fn nothing_is_filed(town: &Town) {
    let refuse = "create function public.full() returns trigger language plpgsql as $$ begin raise exception 'full' using errcode = 'disk_full'; end $$;
                  create trigger full_disk before insert on auth.trail for each row execute function public.full()";
    town.database.superuser().await.batch_execute(refuse).await.unwrap();
}

#[tokio::test]
async fn a_look_at_the_page_of_each_kind_of_thing_is_filed_once() {
    let town = Town::new().await;
    town.alice().await;
    create_support(&town.database, "sue").await;
    for login in ["root", "sue"] {
        let mut browser = town.signed_in(login).await;
        for (page, kind) in ones(&town).await {
            let by = format!(
                "object = '{kind}' and details ->> 'page' = '{page}' and details ->> 'address' = '192.0.2.1'
                 and details ? 'request' and login = 'rowhouse_auth'
                 and actor = (select user_id from auth.users where login = '{login}')"
            );
            assert_eq!(looks(&town, &by).await, "0", "{login}: {page}");
            for _ in 0..2 {
                browser.get(&format!("/admin/{page}/")).await.expect(200);
            }
            assert_eq!(looks(&town, &by).await, "1", "{login}: {page}");
        }
        // Lists and what they are about are not filed, and neither is the trail itself.
        let before = looks(&town, "true").await;
        for path in ["tenants", "tasks", "trail", "find"] {
            browser.get(&format!("/admin/{path}/")).await.expect(200);
        }
        let entry = "select era || '.' || xid::text || '.' || trail_id from auth.trail limit 1";
        browser.get(&format!("/admin/trail/{}/", text(&town, entry).await)).await.expect(200);
        // What is not there, nobody looked at.
        for list in ["tenants", "users", "sessions"] {
            browser.get(&format!("/admin/{list}/{}/", town.acme.open)).await.expect(404);
        }
        browser.get(&format!("/admin/tasks/{}.{}/", town.globex.tenant, town.acme.open)).await.expect(404);
        assert_eq!(looks(&town, "true").await, before, "{login}");
    }
}

#[tokio::test]
async fn who_comes_back_within_a_quarter_of_an_hour_is_filed_once_and_later_again() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let task = format!("/admin/tasks/{}.{}/", town.acme.tenant, town.acme.open);
    let age = async |time: &str| {
        let age = format!("update auth.trail set at = at - interval '{time}' where act = 'looked_at'");
        town.database.superuser().await.batch_execute(&age).await.unwrap();
    };
    root.get(&task).await.expect(200);
    age("14 minutes").await;
    root.get(&task).await.expect(200);
    assert_eq!(looks(&town, "true").await, "1");
    age("2 minutes").await;
    root.get(&task).await.expect(200);
    assert_eq!(looks(&town, "true").await, "2");
    // An id is unique in its tenant alone: the same in another is another thing.
    let twin = format!(
        "insert into app.projects (tenant_id, id, name) select '{0}', id, name from app.projects where id = '{1}';
         insert into app.tasks (tenant_id, id, project_id, title) select '{0}', id, project_id, title from app.tasks where id = '{2}'",
        town.globex.tenant, town.acme.project, town.acme.open
    );
    town.database.superuser().await.batch_execute(&twin).await.unwrap();
    root.get(&task.replace(&town.acme.tenant.to_string(), &town.globex.tenant.to_string())).await.expect(200);
    assert_eq!(looks(&town, "true").await, "3");
}

#[tokio::test]
async fn a_page_that_cannot_be_filed_is_not_shown() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let task = format!("/admin/tasks/{}.{}/", town.acme.tenant, town.acme.open);
    nothing_is_filed(&town).await;
    let refused = |page: Answer| drop(page.expect(503).silent_on("acme open task").silent_on("acme project"));
    refused(root.get(&task).await);
    // A form that is refused shows the page of the thing as well.
    refused(root.post(&task, &[("title", ""), ("state", "open"), ("version", "1")]).await);
    for file in ["tasks/export.csv", "tasks/export.json?state=open"] {
        refused(root.get(&format!("/admin/{file}")).await);
    }
    let id = format!("{}.{}", town.acme.tenant, town.acme.open);
    refused(root.post("/admin/tasks/export/", &[("format", "csv"), ("id", &id)]).await);
    // So does an act: before it is confirmed, and wherever it comes to nothing.
    let project = format!("{}.{}", town.acme.tenant, town.acme.project);
    let yes = ("confirmed", "yes");
    for (list, fields) in [
        ("tasks", &[("action", "delete"), ("id", &*id)][..]),
        ("tasks", &[("action", "delete"), ("id", &id), yes]),
        (
            "tasks",
            &[("action", "delete"), ("id", &id), ("listing", "/admin/tasks/"), ("scope", "all"), yes, WHY],
        ),
        ("projects", &[("action", "move"), ("id", &project), ("to", "nowhere"), yes, WHY]),
    ] {
        refused(root.post(&format!("/admin/{list}/act/"), fields).await);
    }
    let own = text(&town, "select user_id::text from auth.users where login = 'root'").await;
    let last = [("action", "deactivate"), ("id", &*own), yes, WHY];
    root.post("/admin/users/act/", &last).await.expect(503).silent_on("last active superuser");
    // The lists are read all the same.
    root.get("/admin/tasks/").await.expect(200).saying("acme open task");
}

/// What the function files is what it is asked to by a session of somebody who may look; the role has no other way.
#[tokio::test]
async fn nobody_is_named_who_did_not_look() {
    let town = Town::new().await;
    town.alice().await;
    let mut root = town.root().await;
    let client = town.database.role("rowhouse_auth").await;
    let hash = async |login: &str| {
        let hash = "select encode(session_hash, 'hex') from auth.sessions join auth.users using (user_id) where login = '";
        text(&town, &format!("{hash}{login}'")).await
    };
    let look = async |hash: &str, object: &str, page: &str| {
        let look =
            format!("select auth.record_look('\\x{hash}', '{object}', '{}', null, '{page}')", town.acme.user);
        client.query_one(&look, &[]).await.map(|row| row.get::<_, bool>(0))
    };
    let export = async |hash: &str, list: &str| {
        let export = format!("select auth.record_export('\\x{hash}', '{list}', 'csv', null, null, null)");
        client.query_one(&export, &[]).await.map(|row| row.get::<_, bool>(0))
    };
    let page = format!("users/{}", town.acme.user);
    let (alice, own) = (hash("alice").await, hash("root").await);
    for nobody in [alice.as_str(), "", "00"] {
        assert!(!look(nobody, "user", &page).await.unwrap() && !export(nobody, "tasks").await.unwrap());
    }
    // While somebody is looked around as, the panel is closed.
    let around = format!("/admin/users/{}/impersonate/", town.acme.user);
    root.post(&around, &[("tenant", &town.acme.tenant.to_string()), WHY]).await.expect(303);
    assert!(!look(&own, "user", &page).await.unwrap() && !export(&own, "tasks").await.unwrap());
    root.post("/impersonation/stop/", &[]).await.expect(303);
    assert_eq!(
        text(&town, "select count(*)::text from auth.trail where act in ('looked_at', 'exported')").await,
        "0"
    );
    // Nothing else can be made of it.
    for (object, page) in [
        ("user'; --", page.as_str()),
        ("user", "users/"),
        ("user", "https://elsewhere.example/"),
        ("", &page),
    ] {
        let odd = look(&own, &object.replace('\'', "''"), page).await.unwrap_err();
        assert_eq!(odd.code().unwrap().code(), "22023", "{object} {page}");
    }
    assert_eq!(export(&own, "Tasks of all").await.unwrap_err().code().unwrap().code(), "22023");
    assert!(look(&own, "user", &page).await.unwrap() && export(&own, "tasks").await.unwrap());
    let filed = "select string_agg(act || ' ' || (select login from auth.users where user_id = actor), ', ' order by at) from auth.trail where act in ('looked_at', 'exported')";
    assert_eq!(text(&town, filed).await, "looked_at root, exported root");
    // The admin writes nothing, and asks nobody to.
    let admin = town.database.role("rowhouse_admin").await;
    let refused =
        admin.batch_execute("select auth.record_look('', 'user', null, null, '')").await.unwrap_err();
    assert_eq!(refused.code().unwrap().code(), "42501");
}

#[tokio::test]
async fn the_trail_tells_it_in_words_and_no_history_drowns_in_it() {
    let town = Town::new().await;
    create_support(&town.database, "sue").await;
    let (mut root, mut sue) = (town.root().await, town.signed_in("sue").await);
    let here = format!("/admin/tenants/{}/", town.acme.tenant);
    let id = town.acme.tenant.to_string();
    let act = [("action", "suspend"), ("id", id.as_str()), ("confirmed", "yes"), WHY];
    root.post("/admin/tenants/act/", &act).await.expect(303);
    for browser in [&mut root, &mut sue] {
        browser.get(&here).await.expect(200);
    }
    // More looks than a history has entries.
    let many = format!(
        "insert into auth.trail (era, act, object, object_id) select 1, 'looked_at', 'tenant', '{id}' from generate_series(1, 40)"
    );
    town.database.superuser().await.batch_execute(&many).await.unwrap();

    let page = root.get(&here).await.expect(200);
    let (_, history) = page.body.split_once("What was done in the panel").unwrap();
    assert!(history.contains("tenant suspended") && !history.contains("looked at"), "{history}");
    let overview = root.get("/admin/").await.expect(200).saying("tenant suspended");
    overview.silent_on("looked at");

    // The way to who looked, for support as well.
    let link = format!("/admin/trail/?act=looked_at&amp;object={id}");
    sue.get(&here).await.expect(200).saying(&format!("href=\"{link}\">Who looked at it"));
    let list = sue.get(&link.replace("&amp;", "&")).await.expect(200);
    list.saying("looked at").saying(">sue</a>").silent_on("Ticket 4711").saying(&format!("href=\"{here}\""));
    // By its kind, among all that happened.
    let all = root.get("/admin/trail/").await.expect(200).saying("act=looked_at");
    all.saying("object=membership").saying("object=session").saying("object=entry").saying("object=list");

    let entry = "select era || '.' || xid::text || '.' || trail_id from auth.trail where act = 'looked_at' and actor = (select user_id from auth.users where login = 'sue')";
    let entry = format!("/admin/trail/{}/", text(&town, entry).await);
    let told = root.get(&entry).await.expect(200).saying("looked at").saying(">sue</a>");
    told.saying(&format!("href=\"{here}\""))
        .saying("192.0.2.1")
        .silent_on("Who looked at it")
        .silent_on("gone:");
}

#[tokio::test]
async fn things_without_a_name_of_their_own_are_called_by_somebody() {
    let town = Town::new().await;
    town.alice().await;
    let mut root = town.root().await;
    for (page, kind) in ones(&town).await {
        root.get(&format!("/admin/{page}/")).await.expect(200);
        let object = page.rsplit(['.', '/']).next().unwrap();
        let list = root.get(&format!("/admin/trail/?act=looked_at&object={object}")).await.expect(200);
        let list = list.saying(&format!("href=\"/admin/{page}/\"")).silent_on("one that is gone");
        if ["membership", "session"].contains(&kind) {
            list.saying(">alice</a>");
        }
    }
}

/// As for signing in: what is as old as that goes, and no seal misses it.
#[tokio::test]
async fn looks_and_exports_go_with_the_entries_about_signing_in() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let id = town.acme.tenant.to_string();
    root.get(&format!("/admin/tenants/{id}/")).await.expect(200);
    root.get("/admin/tenants/export.csv").await.expect(200);
    let act = [("action", "suspend"), ("id", id.as_str()), ("confirmed", "yes"), WHY];
    root.post("/admin/tenants/act/", &act).await.expect(303);
    seal_all(&town, None).await;
    let sound = async || audit::verify(&town.pools.admin(), None).await.unwrap().faults.is_empty();
    assert!(sound().await);
    let filed = "select string_agg(act, ' ' order by at) from auth.trail where act <> 'signed_in'";
    assert_eq!(text(&town, filed).await, "looked_at exported tenant_suspended");
    let superuser = town.database.superuser().await;
    // Who moves an act's time is found; of what is not sealed, nobody is.
    let age = "update auth.trail set at = at - interval '40 days' where act in ('looked_at', 'exported')";
    superuser.batch_execute(age).await.unwrap();
    assert!(sound().await);
    for (days, left) in [(60, "looked_at exported tenant_suspended"), (31, "tenant_suspended")] {
        audit::expire(&town.pools, days).await.unwrap();
        assert_eq!(text(&town, filed).await, left);
    }
    assert!(sound().await);
}

/// A browser that asks once more whether the page is as it was looks as well.
#[tokio::test]
async fn every_way_to_a_page_is_filed() {
    let town = Town::new().await;
    let page = format!("/admin/users/{}/", town.acme.user);
    let forget = "delete from auth.trail where act = 'looked_at'";
    let superuser = town.database.superuser().await;
    let mut root = town.root().await;
    let filed = async |browser: &mut Browser, fields: Option<&[(&str, &str)]>, status: u16| {
        superuser.batch_execute(forget).await.unwrap();
        match fields {
            None => browser.get(&page).await.expect(status),
            Some(fields) => browser.post(&page, fields).await.expect(status),
        };
        assert_eq!(looks(&town, "true").await, "1");
    };
    filed(&mut root, None, 200).await;
    filed(&mut root.hx(), None, 200).await;
    filed(&mut root, Some(&[("display_name", ""), ("kind", "person"), ("version", "1")]), 422).await;
    let overtaken = [("display_name", "Ann"), ("kind", "person"), ("version", "0"), WHY];
    filed(&mut root, Some(&overtaken), 409).await;
}

/// The question whether to look around shows whom and where, and what leads to it says what is there.
#[tokio::test]
async fn whom_and_for_what_to_look_around_is_looked_at() {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    let mut root = town.root().await;
    let (tenant, person) = (town.acme.tenant, format!("users/{}", town.acme.user));
    let question = format!("/admin/{person}/impersonate/");
    let project = format!("projects/{tenant}.{}", town.acme.project);
    let task = format!("tasks/{tenant}.{}", town.acme.open);
    let forget = "delete from auth.trail where act = 'looked_at'";
    for (page, path, fields, status) in [
        (&person, question.clone(), None, 200),
        (&person, question.clone(), Some(&[WHY][..]), 422),
        (&person, question.clone(), Some(&[("tenant", &*town.globex.tenant.to_string()), WHY]), 422),
        (&project, format!("/admin/{project}/look/"), None, 303),
        (&task, format!("/admin/{task}/look/"), None, 303),
    ] {
        superuser.batch_execute(forget).await.unwrap();
        match fields {
            None => root.get(&path).await.expect(status),
            Some(fields) => root.post(&path, fields).await.expect(status),
        };
        assert_eq!(looks(&town, &format!("details ->> 'page' = '{page}'")).await, "1", "{path}");
        assert_eq!(looks(&town, "true").await, "1", "{path}");
    }
    // Nobody is asked where a tenant is closed: the thing is named all the same.
    let close = "update app.tenants set status = 'suspended' where slug = 'acme'";
    superuser.batch_execute(close).await.unwrap();
    superuser.batch_execute(forget).await.unwrap();
    for page in [&project, &task] {
        root.get(&format!("/admin/{page}/look/")).await.expect(404).saying("Nobody to look at it as");
    }
    assert_eq!(looks(&town, "true").await, "2");
    superuser.batch_execute(forget).await.unwrap();
    nothing_is_filed(&town).await;
    for (path, name) in [
        (question.clone(), "alice"),
        (format!("/admin/{project}/look/"), "acme project"),
        (format!("/admin/{task}/look/"), "acme open task"),
    ] {
        root.get(&path).await.expect(503).silent_on(name);
    }
    root.post(&question, &[WHY]).await.expect(503).silent_on("alice");
}

/// The page that asks before an act shows the things by name, with what belongs to them.
#[tokio::test]
async fn what_an_act_asks_about_is_looked_at() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (acme, globex) = (town.acme.tenant.to_string(), town.globex.tenant.to_string());
    let slugs = "select coalesce(string_agg(t.slug, ' ' order by t.slug), '') from auth.trail e
        join app.tenants t on t.tenant_id = e.object_id where e.act = 'looked_at' and e.object = 'tenant'";
    let asked = [("action", "suspend"), ("id", &*acme), ("id", &*globex)];
    root.post("/admin/tenants/act/", &asked[..2]).await.expect(200);
    assert_eq!(text(&town, slugs).await, "acme");
    // Each once in a quarter of an hour, and those of a form that is refused as well.
    let refused = [("action", "suspend"), ("id", &*acme), ("id", &*globex), ("confirmed", "yes")];
    root.post("/admin/tenants/act/", &refused).await.expect(422);
    root.post("/admin/tenants/act/", &asked).await.expect(200);
    assert_eq!(text(&town, slugs).await, "acme globex");
    // What matches is not what it was, what was typed leads nowhere, or nobody would be left: the page is shown again.
    let project = format!("{acme}.{}", town.acme.project);
    let own = text(&town, "select user_id::text from auth.users where login = 'root'").await;
    let yes = ("confirmed", "yes");
    let overtaken =
        [("action", "suspend"), ("id", &acme), ("listing", "/admin/tenants/"), ("scope", "all"), yes, WHY];
    for (list, id, status, fields) in [
        ("tenants", &acme, 409, &overtaken[..]),
        ("projects", &project, 422, &[("action", "move"), ("id", &project), ("to", "nowhere"), yes, WHY]),
        ("users", &own, 409, &[("action", "deactivate"), ("id", &own), yes, WHY]),
    ] {
        town.database
            .superuser()
            .await
            .batch_execute("delete from auth.trail where act = 'looked_at'")
            .await
            .unwrap();
        root.post(&format!("/admin/{list}/act/"), fields).await.expect(status);
        assert_eq!(looks(&town, &format!("details ->> 'page' = '{list}/{id}'")).await, "1", "{list}");
    }
}
