//! What somebody's rights do not reach is told in no other way: by no id, no count and no look-up, by no act of others, and by no
//! form that is sent all the same.

use rowhouse::{
    admin::acts::{
        Reason,
        tenants::{self, TenantStatus},
    },
    id::JobId,
};

use super::{
    WHY, every_list, led,
    rights::{desk, ones, set},
    text,
};
use crate::harness::{Town, create_support_with};

/// What a page says of somebody's second factor.
const FACTOR: &str = "<dt>Second factor</dt>";

/// Every kind of thing that an id leads to, by whoever sees it alone, and by whoever sees everything else.
#[tokio::test]
async fn an_id_is_found_by_whoever_sees_the_thing_and_by_nobody_else() {
    let town = Town::new().await;
    town.alice().await;
    let mut root = town.root().await;
    let act = [("action", "suspend"), ("id", &*town.globex.tenant.to_string()), ("confirmed", "yes"), WHY];
    let done = root.post("/admin/tenants/act/", &act).await;
    led(&mut root, done).await;
    let ones = ones(&town).await;
    // An entry of a tenant's trail is known by its id once somebody looked at it.
    let (_, entry) = ones.iter().find(|(list, _)| *list == "audit").unwrap();
    root.get(&format!("/admin/audit/{entry}/")).await.expect(200);
    let browser = desk(&town, "tenants:see").await;
    for (list, id) in &ones {
        let id = id.rsplit('.').next().unwrap();
        let others: Vec<_> = every_list()
            .into_iter()
            .filter(|other| other != list)
            .map(|other| format!("{other}:see"))
            .collect();
        let found = format!("href=\"/admin/{list}/");
        // A membership has the id of its person, who is found by it.
        let by_id = *list != "memberships";
        for path in [format!("/admin/find/?q={id}"), format!("/admin/find/quick/?q={id}")] {
            set(&town, &format!("{list}:see")).await;
            let page = browser.hx().get(&path).await.expect(200).body;
            let hit = |body: &str| {
                body.split(&found).skip(1).any(|rest| rest.split('"').next().unwrap().contains(id))
            };
            assert_eq!(hit(&page), by_id, "{list} by its right");
            set(&town, &others.join(",")).await;
            let page = browser.hx().get(&path).await.expect(200).body;
            assert!(!hit(&page), "{list} without its right");
        }
    }
}

#[tokio::test]
async fn what_is_not_seen_is_not_counted_either() {
    let town = Town::new().await;
    let mut browser = desk(&town, "tenants:see").await;
    let (acme, alice) = (town.acme.tenant, town.acme.user);
    let project = format!("{acme}.{}", town.acme.project);
    // Where it is, who sees it, what it is called there, what narrows the list by it, and of what it tells.
    for (list, id, label, filter, of) in [
        ("tenants", acme.to_string(), "Members", "members=1..9", "memberships"),
        ("tenants", acme.to_string(), "Projects", "projects=1..9", "projects"),
        ("tenants", acme.to_string(), "Tasks", "", "tasks"),
        ("projects", project, "Tasks", "tasks=1..9", "tasks"),
        ("users", alice.to_string(), "Tenants", "tenants=1", "memberships"),
        ("users", alice.to_string(), "Last seen (UTC)", "seen=ever", "sessions"),
    ] {
        let (column, field) = (format!("data-label=\"{label}\""), format!("<dt>{label}</dt>"));
        let (index, one) = (format!("/admin/{list}/?{filter}"), format!("/admin/{list}/{id}/"));
        set(&town, &format!("{list}:see")).await;
        let page = browser.get(&index).await.expect(200).silent_on(&column);
        assert!(filter.is_empty() || page.body.contains("makes no sense here"), "{list} by {filter}");
        let (name, _) = filter.split_once('=').unwrap_or((" nothing", ""));
        page.silent_on(&format!("name=\"{name}_from\"")).silent_on(&format!("name=\"{name}\""));
        browser.get(&one).await.expect(200).silent_on(&field);
        set(&town, &format!("{list}:see,{of}:see")).await;
        browser.get(&index).await.expect(200).saying(&column).silent_on("makes no sense here");
        browser.get(&one).await.expect(200).saying(&field);
    }
    // What stands behind a column that is hidden stays in its own.
    set(&town, "tenants:change").await;
    for path in ["/admin/tenants/", "/admin/tenants/rows/"] {
        let page = browser.get(path).await.expect(200).silent_on("data-label=\"Members\"").body;
        let (_, created) = page.split_once("data-label=\"Created (UTC)\"").expect("a moment");
        assert!(created.split("</td>").next().unwrap().contains("<time"), "{path}");
    }
    let suspend = [("action", "suspend"), ("id", &*acme.to_string())];
    let page = browser.post("/admin/tenants/act/", &suspend).await.expect(200);
    page.silent_on("Members: ").silent_on("Projects: ").silent_on("Tasks: ");
    // The overview counts and names no more than the lists do.
    for (seen, more, said) in [
        ("tenants:see", "memberships:see", "1 member<"),
        ("users:see,tenants:see", "memberships:see", "dir=\"auto\">globex</span>"),
        ("users:see,memberships:see", "tenants:see", "dir=\"auto\">globex</span>"),
        ("users:see", "sessions:see", "in memory; "),
    ] {
        set(&town, seen).await;
        browser.get("/admin/").await.expect(200).saying("Newest").silent_on(said);
        set(&town, &format!("{seen},{more}")).await;
        browser.get("/admin/").await.expect(200).saying(said);
    }
    // Who belongs to a tenant is told by its members.
    let within = format!("/admin/users/?tenant={acme}");
    set(&town, "users:see,tenants:see").await;
    browser.get(&within).await.expect(200).saying("makes no sense here: tenant").saying("gus");
    browser.get(&format!("/admin/tenants/{acme}/")).await.expect(200).silent_on("/admin/users/?tenant=");
    set(&town, "users:see,tenants:see,memberships:see").await;
    browser.get(&within).await.expect(200).silent_on("makes no sense here").silent_on("gus");
}

/// What was exported is told to whoever sees the trail, with no way to what they do not see.
#[tokio::test]
async fn an_export_is_told_without_a_way_to_its_rows() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get("/admin/users/export.csv?q=ali").await.expect(200);
    let entry = "select era || '.' || xid::text || '.' || trail_id from auth.trail where act = 'exported'";
    let page = format!("/admin/trail/{}/", text(&town, entry).await);
    let mut browser = desk(&town, "trail:see").await;
    browser.get(&page).await.expect(200).saying("q: ali").silent_on("href=\"/admin/users/");
    set(&town, "trail:see,users:see").await;
    browser.get(&page).await.expect(200).saying("href=\"/admin/users/?q=ali\"");
}

#[tokio::test]
async fn how_people_sign_in_and_what_support_may_do_is_told_to_superusers() {
    let town = Town::new().await;
    let every: Vec<_> = every_list().iter().map(|list| format!("{list}:see")).collect();
    let mut browser = desk(&town, &every.join(",")).await;
    let own = text(&town, "select user_id::text from auth.users where login = 'desk'").await;
    let page = browser.get(&format!("/admin/users/{own}/")).await.expect(200);
    page.silent_on(FACTOR).silent_on("May do in the panel").saying("Last seen (UTC)");
    let page = browser.get("/admin/users/?second_factor=off").await.expect(200);
    page.saying("makes no sense here: second_factor").silent_on("?second_factor=on");
    let mut root = town.root().await;
    let page = root.get(&format!("/admin/users/{own}/")).await.expect(200);
    page.saying(FACTOR).saying("May do in the panel");
    root.get("/admin/users/?second_factor=off").await.expect(200).silent_on("makes no sense here");
}

#[tokio::test]
async fn an_act_of_others_is_told_to_whoever_sees_the_trail() {
    let town = Town::new().await;
    let mut browser = desk(&town, "tenants:change").await;
    let superuser = text(&town, "select user_id::text from auth.users where login = 'root'").await;
    let job = JobId::new();
    let operator = town.pools.operator(superuser.parse().unwrap()).for_job(job);
    let (acme, reason) = (town.acme.tenant, "Ticket 4711".parse::<Reason>().unwrap());
    operator
        .write(async |tx| tenants::set_statuses(tx, &[acme], TenantStatus::Suspended, None, &reason).await)
        .await
        .unwrap();
    let path = format!("/admin/jobs/{job}/");
    let told = browser.get(&path).await.expect(200).silent_on("Ticket 4711").silent_on("/admin/trail/");
    let never = browser.get(&format!("/admin/jobs/{}/", JobId::new())).await.expect(200);
    assert_eq!(told.body, never.body);
    assert_eq!(told.headers.get("refresh"), never.headers.get("refresh"));
    set(&town, "trail:see").await;
    browser.get(&path).await.expect(200).saying("Ticket 4711");
}

/// The page leaves them out; whoever sends them all the same is refused, before anything is said of them.
#[tokio::test]
async fn rows_beyond_the_rights_are_not_saved_in_the_list() {
    let town = Town::new().await;
    let mut browser = desk(&town, "tenants:change,users:change,memberships:change").await;
    create_support_with(&town.database, "other", "array['users:see']").await;
    let power = "update app.members set role = 'owner' where display_name = 'alice';
        update app.tenants set status = 'deleted', purge_after = now() + interval '9 days' where slug = 'globex'";
    town.database.superuser().await.batch_execute(power).await.unwrap();
    let other = text(&town, "select user_id::text from auth.users where login = 'other'").await;
    let root = text(&town, "select user_id::text from auth.users where login = 'root'").await;
    for (list, id, field, was, typed) in [
        ("tenants", town.globex.tenant.to_string(), "name", "Globex", "Mine"),
        ("memberships", format!("{}.{}", town.acme.tenant, town.acme.user), "role", "owner", "viewer"),
        ("users", other, "display_name", "other", "Mine"),
        ("users", root, "display_name", "root", "Mine"),
    ] {
        let path = format!("/admin/{list}/rows/");
        let names = ["version", "was", field].map(|name| format!("{name}.{id}"));
        let fields = [("id", &*id), (&*names[0], "1"), (&*names[1], was), (&*names[2], typed)];
        browser.post(&path, &fields).await.expect(403).saying("Not among your rights");
        let whole: Vec<_> = fields.into_iter().chain([WHY]).collect();
        browser.post(&path, &whole).await.expect(403);
        // With nothing typed into it, it is not saved.
        let fields = [("id", &*id), (&*names[0], "1"), (&*names[1], was), (&*names[2], was)];
        browser.post(&path, &fields).await.expect(303);
    }
}

/// What belongs to a thing, and what a trail names, is seen by the rights to those.
#[tokio::test]
async fn what_is_told_of_in_passing_is_not_seen_by_that() {
    let town = Town::new().await;
    town.stranger().post("/login/", &[("username", "alice"), ("password", "not hers")]).await;
    let mut root = town.root().await;
    let join = [("login", "gus"), ("slug", "acme"), ("role", "viewer"), WHY];
    root.post("/admin/memberships/create/", &join).await.expect(303);
    let entry =
        "select era || '.' || xid::text || '.' || trail_id from auth.trail where act = 'member_added'";
    let entry = format!("/admin/trail/{}/", text(&town, entry).await);
    let (acme, alice, gus) = (town.acme.tenant.to_string(), town.acme.user, town.globex.user);
    let person = |id| format!("href=\"/admin/users/{id}/\"");
    let object = format!("/admin/trail/?object={alice}");
    let mut browser = desk(&town, "tenants:change").await;
    let suspend = [("action", "suspend"), ("id", &*acme)];

    browser.post("/admin/tenants/act/", &suspend).await.expect(200).silent_on(", with ");
    set(&town, "trail:see").await;
    browser.get(&object).await.expect(200).saying("one that is gone");
    browser.get(&entry).await.expect(200).saying("member added").silent_on(&person(gus));
    browser.get("/admin/").await.expect(200).silent_on(&person(alice));

    // By those rights it is.
    set(&town, "trail:see,tenants:change,memberships:see,users:see").await;
    browser.post("/admin/tenants/act/", &suspend).await.expect(200).saying(", with 2 memberships");
    browser.get(&object).await.expect(200).silent_on("one that is gone");
    browser.get(&entry).await.expect(200).saying(&person(gus));
    browser.get("/admin/").await.expect(200).saying(&person(alice));
}
