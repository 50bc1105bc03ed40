//! What belongs to a thing, on its page: shown without saying on each row of which thing, added to, changed and removed from
//! there, and back again.

use super::{WHY, led, text};
use crate::harness::{Answer, Town};

/// The part of a page below a heading.
fn section<'a>(page: &'a Answer, heading: &str) -> &'a str {
    let (_, rest) = page.body.split_once(&format!("<h2>{heading}</h2>")).expect("the heading");
    rest.split("<h2>").next().unwrap()
}

/// The address of the first link that says so.
fn link(part: &str, says: &str) -> String {
    let end = part.find(says).unwrap_or_else(|| panic!("no link says {says}: {part}"));
    let href = part[..end].rsplit_once("href=\"").unwrap().1.split('"').next().unwrap();
    href.replace("&amp;", "&")
}

#[tokio::test]
async fn a_member_is_added_from_the_page_of_a_tenant_and_one_is_led_back() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let here = format!("/admin/tenants/{}/", town.acme.tenant);
    let page = root.get(&here).await.expect(200);
    let form = root.get(&link(section(&page, "Members"), "Add member")).await.expect(200);
    // The tenant stands there already, and stays.
    let form =
        form.saying("value=\"acme\"").saying("readonly").saying(&format!("name=\"back\" value=\"{here}\""));
    assert!(form.body.contains("name=\"fixed\" value=\"slug\""));
    let fields = [
        ("login", "gus"),
        ("slug", "acme"),
        ("role", "viewer"),
        WHY,
        ("fixed", "slug"),
        ("back", here.as_str()),
    ];
    // A mistake changes nothing of that.
    let wrong = [&fields[1..], &[("login", "nobody")]].concat();
    root.post("/admin/memberships/create/", &wrong)
        .await
        .expect(422)
        .saying("readonly")
        .saying("name=\"back\"");
    let another = [&fields[..], &[("then", "another")]].concat();
    let next = root.post("/admin/memberships/create/", &another).await.expect(303);
    root.get(next.location())
        .await
        .expect(200)
        .saying("value=\"acme\"")
        .saying("readonly")
        .saying("name=\"back\"");

    let page = root.get(&here).await.expect(200);
    let members = section(&page, "Members");
    assert!(
        members.contains("gus")
            && !members.contains(&here[..here.len() - 1].replace("/admin", "href=\"/admin")),
        "{members}"
    );
    assert!(!members.contains("data-label=\"Tenant\""), "the tenant is not said again: {members}");
    assert!(!section(&page, "Sessions").contains("data-label=\"Works in\""));

    // Changed and removed from there, and back on that page.
    let change = root.get(&link(members, "Change<")).await.expect(200);
    assert!(change.body.contains(&format!("name=\"back\" value=\"{here}\"")));
    let id = format!("{}.{}", town.acme.tenant, town.globex.user);
    let ask = [("action", "remove"), ("id", id.as_str()), ("back", here.as_str())];
    root.post("/admin/memberships/act/", &ask)
        .await
        .expect(200)
        .saying(&format!("name=\"back\" value=\"{here}\""));
    let removed =
        root.post("/admin/memberships/act/", &[&ask[..], &[("confirmed", "yes"), WHY]].concat()).await;
    assert!(removed.location().starts_with(&format!("{here}?done=")), "{}", removed.location());
    led(&mut root, removed).await.saying("1 membership removed.").silent_on("/undo/");
}

#[tokio::test]
async fn a_person_is_added_to_a_tenant_from_its_page() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let here = format!("/admin/users/{}/", town.acme.user);
    let page = root.get(&here).await.expect(200);
    let memberships = section(&page, "Memberships");
    assert!(!memberships.contains("data-label=\"Person\""), "{memberships}");
    let form = root.get(&link(memberships, "Add to a tenant")).await.expect(200);
    form.saying("value=\"alice\"").saying("readonly");
    let fields = [
        ("login", "alice"),
        ("slug", "globex"),
        ("role", "member"),
        WHY,
        ("then", "list"),
        ("back", here.as_str()),
    ];
    let saved = root.post("/admin/memberships/create/", &fields).await.expect(303);
    assert_eq!(saved.location(), format!("{here}?saved=yes"));
    root.get(saved.location()).await.expect(200).saying("Saved.").saying("globex");
}

#[tokio::test]
async fn a_project_is_added_to_a_tenant_that_is_active() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let here = format!("/admin/tenants/{}/", town.acme.tenant);
    let page = root.get(&here).await.expect(200);
    let projects = section(&page, "Projects");
    root.get(&link(projects, "Add project")).await.expect(200).saying("value=\"acme\"");
    for offered in ["Change<", "value=\"move\"", "value=\"delete\""] {
        assert!(projects.contains(offered), "{offered}: {projects}");
    }
    let fields = |slug: &'static str, name: &'static str| [("slug", slug), ("name", name), WHY];
    root.post("/admin/projects/create/", &fields("nowhere", ""))
        .await
        .expect(422)
        .saying("id=\"name-error\"");
    root.post("/admin/projects/create/", &fields("nowhere", "x"))
        .await
        .expect(422)
        .saying("no tenant of that slug");
    root.post("/admin/projects/create/", &fields("acme", "By root")).await.expect(303);
    let (mut alice, mut gus) = (town.alice().await, town.gus().await);
    alice.get("/projects/").await.expect(200).saying("By root");
    gus.get("/projects/").await.expect(200).silent_on("By root");
    let filed =
        "select act || ' ' || (details ->> 'reason') from auth.trail order by era desc, xid desc limit 1";
    assert_eq!(
        text(&town, "select act || ' ' || (details ->> 'reason') from auth.trail where object = 'project'")
            .await,
        "project_created Ticket 4711",
        "{filed}"
    );
    let archive = "update app.tenants set status = 'archived' where slug = 'globex'";
    town.database.superuser().await.batch_execute(archive).await.unwrap();
    root.post("/admin/projects/create/", &fields("globex", "x")).await.expect(422).saying("is not active");
}

#[tokio::test]
async fn what_is_a_project_s_does_not_say_whose_on_each_row() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let page =
        root.get(&format!("/admin/projects/{}.{}/", town.acme.tenant, town.acme.project)).await.expect(200);
    let tasks = section(&page, "Tasks");
    assert!(tasks.contains("acme done task"), "{tasks}");
    assert!(tasks.contains("Change<") && tasks.contains("value=\"delete\""), "{tasks}");
    for column in ["Project", "Tenant"] {
        assert!(!tasks.contains(&format!("data-label=\"{column}\"")), "{column}: {tasks}");
    }
    // Of a person's memberships the tenant says which they are.
    let page = root.get(&format!("/admin/users/{}/", town.acme.user)).await.expect(200);
    assert!(section(&page, "Memberships").contains("data-label=\"Tenant\""));
}

/// A way back that leads elsewhere is none.
#[tokio::test]
async fn nobody_is_led_out_of_the_panel() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let id = town.acme.tenant.to_string();
    let list = "/admin/tenants/";
    for back in [
        "https://evil.example/",
        "//evil.example/admin/",
        "/projects/",
        "/admin\\evil",
        "",
        "/admin/\r\nx: y",
        "/admin/../..//evil.example",
        "/admin/%2e%2E/evil",
        "/admin/./evil",
    ] {
        root.get(&format!(
            "{list}{id}/?back={}",
            form_urlencoded::byte_serialize(back.as_bytes()).collect::<String>()
        ))
        .await
        .expect(200)
        .silent_on("evil")
        .saying("class=\"btn plain\" href=\"/admin/tenants/\"");
        let ask = [("action", "suspend"), ("id", id.as_str()), ("back", back)];
        root.post("/admin/tenants/act/", &ask).await.expect(200).silent_on("name=\"back\"");
    }
}

#[tokio::test]
async fn what_belongs_to_a_thing_is_changed_in_place_from_its_page() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, user, project) = (town.acme.tenant, town.acme.user, town.acme.project);
    let (of_tenant, of_project) =
        (format!("/admin/tenants/{tenant}/"), format!("/admin/projects/{tenant}.{project}/"));
    for (here, heading, says, list, id, field, to) in [
        (&of_tenant, "Members", "Edit roles", "memberships", format!("{tenant}.{user}"), "role", "viewer"),
        (&of_tenant, "Projects", "Edit names", "projects", format!("{tenant}.{project}"), "name", "Ours"),
        (
            &format!("/admin/users/{user}/"),
            "Memberships",
            "Edit roles",
            "memberships",
            format!("{tenant}.{user}"),
            "role",
            "admin",
        ),
        (
            &of_project,
            "Tasks",
            "Edit titles",
            "tasks",
            format!("{tenant}.{}", town.acme.open),
            "title",
            "Open it",
        ),
    ] {
        let page = root.get(here).await.expect(200);
        let at = link(section(&page, heading), says);
        let sheet = root.get(&at).await.expect(200).silent_on("Left out").silent_on("globex");
        let sheet = sheet.saying(&format!("name=\"back\" value=\"{here}\"")).saying(&format!("{field}.{id}"));
        // Whoever leaves it as it is goes back as well.
        assert_eq!(link(&sheet.body, "Cancel"), *here);
        let value = |name: &str| {
            let (_, rest) = sheet.body.split_once(&format!("name=\"{name}.{id}\" value=\"")).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let (version, was) = (value("version"), value("was"));
        let (names, typed) = (["version", "was"].map(|name| format!("{name}.{id}")), format!("{field}.{id}"));
        let mut fields = vec![
            ("id", id.as_str()),
            (names[0].as_str(), version.as_str()),
            (names[1].as_str(), was.as_str()),
            (typed.as_str(), was.as_str()),
            ("back", here.as_str()),
            WHY,
        ];
        let rows = format!("/admin/{list}/rows/");
        assert_eq!(root.post(&rows, &fields).await.expect(303).location(), format!("{here}?saved=nothing"));
        fields[3].1 = to;
        // What is refused leads there still.
        let without = &fields[..5];
        root.post(&rows, without).await.expect(422).saying(&format!("name=\"back\" value=\"{here}\""));
        let saved = root.post(&rows, &fields).await.expect(303);
        assert_eq!(saved.location(), format!("{here}?saved=1.{list}"));
        let one = list.trim_end_matches('s');
        let page = root.get(saved.location()).await.expect(200).saying(&format!("Saved: 1 {one}."));
        assert!(section(&page, heading).to_lowercase().contains(&to.to_lowercase()), "{heading}");
    }
    let done =
        "select concat_ws(' ', title, completed_at is null, version) from app.tasks where title = 'Open it'";
    assert_eq!(text(&town, done).await, "Open it t 2", "it is as open as it was");
    // Nothing that somebody makes up is said, or followed.
    root.get(&format!("{of_tenant}?saved=x.memberships")).await.expect(200).silent_on("Saved:");
    let elsewhere = root.get("/admin/tasks/rows/?back=//elsewhere.example/").await.expect(200);
    elsewhere.silent_on("elsewhere");
}

/// A sheet has so many rows and no more: it says so.
#[tokio::test]
async fn more_than_fit_a_sheet_are_said() {
    let town = Town::new().await;
    let more = format!(
        "insert into app.projects (tenant_id, name) select '{}', 'Project ' || n from generate_series(1, 60) n",
        town.acme.tenant
    );
    town.database.superuser().await.batch_execute(&more).await.unwrap();
    let mut root = town.root().await;
    let page = root.get(&format!("/admin/tenants/{}/", town.acme.tenant)).await.expect(200);
    let sheet = root.get(&link(section(&page, "Projects"), "Edit names")).await.expect(200);
    sheet.saying("These are the first 50. The others are changed in the list of projects.");
    let mut gus = town.gus().await;
    gus.get("/admin/tasks/rows/").await.expect(403);
}
