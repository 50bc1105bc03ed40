//! Tasks are added from the panel, by hand and from the page of a project, and things are saved as new ones beside those that
//! they were made from.

use rowhouse::id::TenantId;

use super::{WHY, led, text};
use crate::harness::{Browser, Town, create_tenant};

const CREATE: &str = "/admin/tasks/create/";

fn form<'a>(slug: &'a str, project: &'a str, title: &'a str) -> [(&'a str, &'a str); 4] {
    [("slug", slug), ("project", project), ("title", title), WHY]
}

/// Whether a project's id, however it is written, is the one that a task is then in.
async fn added(town: &Town, root: &mut Browser, project: &str, title: &str) -> String {
    let saved = root.post(CREATE, &form("acme", project, title)).await.expect(303);
    let query = format!("select project_id::text from app.tasks where title = '{title}'");
    let inside = text(town, &query).await;
    let id =
        text(town, &format!("select tenant_id || '.' || id from app.tasks where title = '{title}'")).await;
    assert_eq!(saved.location(), format!("/admin/tasks/{id}/?saved=yes"));
    inside
}

#[tokio::test]
async fn a_task_is_added_to_a_project_by_name_or_id() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, project) = (town.acme.tenant, town.acme.project);
    for (named, title) in [
        ("acme project".to_owned(), "by name"),
        (" ACME project ".to_owned(), "by name in another case"),
        (project.to_string(), "by id"),
        (format!("{tenant}.{project}"), "by the id on its page"),
        (format!("acme project ({project})"), "as it is offered"),
    ] {
        assert_eq!(added(&town, &mut root, &named, title).await, project.to_string(), "{named}");
    }
    // Its tenant has it, and nobody else; and the trails say who added it, and why.
    let (mut alice, mut gus) = (town.alice().await, town.gus().await);
    alice.get(&format!("/projects/{project}/")).await.expect(200).saying("by name");
    gus.get("/search/?q=by+name").await.expect(200).silent_on("by name in");
    let filed = "select act || ' ' || object || ' ' || (details ->> 'reason') || ' ' || (details ->> 'tenant') from auth.trail where object_id = (select id from app.tasks where title = 'by id')";
    assert_eq!(text(&town, filed).await, format!("task_created task Ticket 4711 {tenant}"));
    let recorded =
        "select act || ' ' || (after ->> 'title') from app.audit where after ->> 'title' = 'by id'";
    assert_eq!(text(&town, recorded).await, "insert by id");
}

#[tokio::test]
async fn a_project_that_is_none_or_several_is_said() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let globex = town.globex.project.to_string();
    let elsewhere = format!("{}.{globex}", town.globex.tenant);
    for project in ["nothing", &globex, &elsewhere, "globex project", "a\0b", "%", &"x".repeat(5_000)] {
        root.post(CREATE, &form("acme", project, "x"))
            .await
            .expect(422)
            .saying("id=\"project-error\"")
            .saying("no project of that name or id");
    }
    root.post(CREATE, &form("acme", " ", "x")).await.expect(422).saying("name of a project, or its id");
    root.post(CREATE, &form("nowhere", "acme project", "x"))
        .await
        .expect(422)
        .saying("id=\"slug-error\"")
        .silent_on("id=\"project-error\"");
    // All of it at once, on a form that lacks something else.
    root.post(CREATE, &[("slug", "acme"), ("project", "nothing"), ("title", "")])
        .await
        .expect(422)
        .saying("id=\"project-error\"")
        .saying("id=\"title-error\"")
        .saying("id=\"reason-error\"");
    root.post(CREATE, &form("acme", "acme project", "")).await.expect(422).saying("id=\"title-error\"");

    // Called the same, whatever the case: then the id says which.
    let twin = "insert into app.projects (tenant_id, name) select tenant_id, 'Acme Project' from app.tenants where slug = 'acme' returning id::text";
    let twin = text(&town, twin).await;
    root.post(CREATE, &form("acme", "acme project", "x"))
        .await
        .expect(422)
        .saying("several projects of that name");
    assert_eq!(added(&town, &mut root, &twin, "in the twin").await, twin);
    assert_eq!(text(&town, "select count(*)::text from app.tasks where title = 'x'").await, "0");
}

#[tokio::test]
async fn nothing_is_added_where_nothing_is_changed() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let superuser = town.database.superuser().await;
    let task = format!("/admin/tasks/{}.{}/", town.acme.tenant, town.acme.open);
    for status in ["suspended", "archived", "deleted"] {
        let close = format!(
            "update app.tenants set status = '{status}', purge_after = case when '{status}' = 'deleted' then now() end where slug = 'acme'"
        );
        superuser.batch_execute(&close).await.unwrap();
        root.post(CREATE, &form("acme", "acme project", "x")).await.expect(422).saying("is not active");
        root.post(&task, &[("title", "x"), ("state", "open"), ("version", "1"), WHY, ("then", "new")])
            .await
            .expect(422)
            .saying("is not active");
    }
    assert_eq!(text(&town, "select count(*)::text from app.tasks where title = 'x'").await, "0");
    assert_eq!(text(&town, "select count(*)::text from auth.trail where act = 'task_created'").await, "0");
    town.alice().await.get(CREATE).await.expect(403);
    town.alice().await.post(CREATE, &form("acme", "acme project", "x")).await.expect(403);
}

/// From the page of a project: both stand there already, whatever else is called the same, and one comes back.
#[tokio::test]
async fn a_task_is_added_from_the_page_of_its_project() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, project) = (town.acme.tenant, town.acme.project);
    let here = format!("/admin/projects/{tenant}.{project}/");
    let page = root.get(&here).await.expect(200).saying("Add task");
    let href = page.body.split("href=\"").find(|rest| rest.starts_with(CREATE)).unwrap();
    let href = href.split('"').next().unwrap().replace("&amp;", "&");
    let named = format!("acme project ({project})");
    root.get(&href)
        .await
        .expect(200)
        .saying("name=\"fixed\" value=\"slug\"")
        .saying("name=\"fixed\" value=\"project\"")
        .saying(&format!("value=\"{named}\""));
    let fixed = [("fixed", "slug"), ("fixed", "project"), ("back", here.as_str()), ("then", "another")];
    let form = [&form("acme", &named, "from there")[..], &fixed].concat();
    let another = root.post(CREATE, &form).await.expect(303);
    root.get(another.location()).await.expect(200).saying(&format!("value=\"{named}\"")).saying("readonly");
    let form = [&form[..3], &[WHY, ("back", here.as_str()), ("then", "list")]].concat();
    assert_eq!(root.post(CREATE, &form).await.expect(303).location(), format!("{here}?saved=yes"));
    root.get(&here).await.expect(200).saying("from there");
}

#[tokio::test]
async fn projects_of_the_tenant_that_was_typed_are_offered() {
    let town = Town::new().await;
    let mut page = town.root().await;
    page.get(CREATE)
        .await
        .expect(200)
        .saying("hx-get=\"/admin/offers/projects-of/\"")
        .saying("hx-include=\"#slug\"");
    let mut root = page.hx();
    let offered = "/admin/offers/projects-of/?project=ACME&slug=acme";
    root.get(offered).await.expect(200).saying("value=\"acme project\"");
    root.get("/admin/offers/projects-of/?slug=acme&project=acme").await.expect(200).saying("acme project");
    let twin = "insert into app.projects (tenant_id, name) select tenant_id, 'Acme Project' from app.tenants where slug = 'acme' returning id::text";
    let twin = text(&town, twin).await;
    root.get(offered).await.expect(200).saying(&format!("value=\"Acme Project ({twin})\""));
    for nothing in [
        "",
        "?project=acme",
        "?project=acme&slug=globex",
        "?project=&slug=acme",
        "?project=a&slug=%00",
        "?project=%00&slug=acme",
    ] {
        assert_eq!(
            root.get(&format!("/admin/offers/projects-of/{nothing}")).await.expect(200).body,
            "",
            "{nothing}"
        );
    }
    assert_eq!(page.get(offered).await.expect(303).location(), "/admin/projects/?q=ACME");
    town.alice().await.get(offered).await.expect(403).silent_on("acme project");
}

/// Beside the one that it was made from, which stays as it is.
#[tokio::test]
async fn a_task_and_a_project_are_saved_as_new() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let tenant = town.acme.tenant;
    let task = format!("/admin/tasks/{tenant}.{}/", town.acme.open);
    root.get(&task).await.expect(200).saying("Save as new");
    let copy = |title: &'static str, state: &'static str| {
        [("title", title), ("state", state), ("version", "1"), WHY, ("then", "new")]
    };
    let saved = root.post(&task, &copy("A copy", "done")).await.expect(303);
    assert_ne!(saved.location(), format!("{task}?saved=yes"));
    root.get(saved.location()).await.expect(200).saying("Saved.").saying("A copy");
    let copied = format!(
        "select concat_ws(' ', project_id = '{}', completed_at is not null, version) from app.tasks where title = 'A copy'",
        town.acme.project
    );
    assert_eq!(text(&town, &copied).await, "t t 1");
    let kept = format!(
        "select concat_ws(' ', title, completed_at is not null, version) from app.tasks where id = '{}'",
        town.acme.open
    );
    assert_eq!(text(&town, &kept).await, "acme open task f 1");
    assert_eq!(
        text(
            &town,
            "select string_agg(act, ' ') from auth.trail where object = 'task' and act <> 'looked_at'"
        )
        .await,
        "task_created"
    );
    root.post(&task, &copy("", "maybe"))
        .await
        .expect(422)
        .saying("id=\"title-error\"")
        .saying("id=\"state-error\"");
    root.post(&task, &[("title", "x"), ("state", "open"), ("version", "1"), ("then", "new")])
        .await
        .expect(422)
        .saying("id=\"reason-error\"");
    root.post(&format!("/admin/tasks/{tenant}.{tenant}/"), &copy("x", "open")).await.expect(404);

    let project = format!("/admin/projects/{tenant}.{}/", town.acme.project);
    root.get(&project).await.expect(200).saying("Save as new");
    let saved = root
        .post(&project, &[("name", "Next year"), ("version", "1"), WHY, ("then", "new")])
        .await
        .expect(303);
    root.get(saved.location()).await.expect(200).saying("Next year");
    let copied = format!(
        "select concat_ws(' ', p.tenant_id = '{tenant}', (select count(*) from app.tasks k where k.project_id = p.id)) from app.projects p where name = 'Next year'"
    );
    assert_eq!(text(&town, &copied).await, "t 0");
    assert_eq!(text(&town, "select count(*)::text from app.projects where name = 'acme project'").await, "1");
    // Where a copy would be of somebody's power, or of nothing, none is offered, and asking for one saves the thing itself.
    for path in [
        format!("/admin/tenants/{tenant}/"),
        format!("/admin/users/{}/", town.acme.user),
        format!("/admin/memberships/{tenant}.{}/", town.acme.user),
    ] {
        root.get(&path).await.expect(200).silent_on("Save as new");
    }
}

/// As on lists: a slug counts before any name, and what several are called so is none of them.
#[tokio::test]
async fn a_tenant_is_named_by_its_slug_or_its_name() {
    let town = Town::new().await;
    for slug in ["one", "two", "three"] {
        create_tenant(&town.database, TenantId::new(), slug).await;
    }
    let named = "update app.tenants set name = case slug when 'acme' then 'Acme Works' when 'globex' then 'Globex Ltd'
                                                         when 'three' then 'acme' else 'Twin' end";
    town.database.superuser().await.batch_execute(named).await.unwrap();
    let mut root = town.root().await;
    let create = async |root: &mut Browser, tenant: &str| {
        let fields = [("slug", tenant), ("project", "acme project"), ("title", "x"), WHY];
        root.post("/admin/tasks/create/", &fields).await
    };
    for tenant in ["acme", " ACME ", "acme works", "Acme Works"] {
        let added = create(&mut root, tenant).await.expect(303);
        assert!(added.location().contains("/admin/tasks/"), "{tenant}");
    }
    let added = "select string_agg(distinct t.slug, ',') from app.tasks k join app.tenants t using (tenant_id) where k.title = 'x'";
    assert_eq!(text(&town, added).await, "acme");
    create(&mut root, "Twin").await.expect(422).saying("Several tenants are called so.");
    for nothing in ["Acme Work", "a\0b", &"x".repeat(300)] {
        create(&mut root, nothing).await.expect(422).saying("no tenant of that slug or name");
    }
    // The other forms as well, and what is offered beside them.
    let project = [("slug", "globex ltd"), ("name", "By name"), WHY];
    root.post("/admin/projects/create/", &project).await.expect(303);
    let member = [("slug", "Globex Ltd"), ("login", "alice"), ("role", "member"), WHY];
    root.post("/admin/memberships/create/", &member).await.expect(303);
    let id = format!("{}.{}", town.acme.tenant, town.acme.project);
    let moved = [("action", "move"), ("id", id.as_str()), ("to", "globex LTD"), ("confirmed", "yes"), WHY];
    let moved = root.post("/admin/projects/act/", &moved).await;
    led(&mut root, moved).await.saying("1 project moved.");
    let offered = root.hx().get("/admin/offers/projects-of/?project=by&slug=Globex+Ltd").await.expect(200);
    offered.saying("By name");
    let offered = root.hx().get("/admin/offers/projects-of/?project=by&slug=Twin").await.expect(200);
    offered.silent_on("<option");
}
