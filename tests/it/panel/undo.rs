//! What is taken back: deleted projects and tasks as they were, and nothing that somebody did something about since.

use super::{WHY, fill, led, text, undo};
use crate::harness::{Answer, Browser, Town};

/// Does it with one thing, and gives the page that says so.
async fn act(root: &mut Browser, list: &str, action: &str, id: &str, more: &[(&str, &str)]) -> Answer {
    let form = [&[("action", action), ("id", id), ("confirmed", "yes"), WHY], more].concat();
    let done = root.post(&format!("/admin/{list}/act/"), &form).await;
    led(root, done).await
}

async fn take_back(root: &mut Browser, page: &Answer) -> Answer {
    let undone = root.post(&undo(page), &[]).await;
    led(root, undone).await
}

async fn run(town: &Town, statement: &str) {
    town.database.superuser().await.batch_execute(statement).await.unwrap();
}

/// A project with its tasks, as the database has them.
fn project_of(town: &Town) -> String {
    format!(
        "select string_agg(x, ' ' order by x) from (
           select (to_jsonb(p) - 'norm')::text from app.projects p where p.id = '{0}'
           union all select (to_jsonb(k) - 'norm')::text from app.tasks k where k.project_id = '{0}') x (x)",
        town.acme.project
    )
}

#[tokio::test]
async fn a_deleted_project_comes_back_with_its_tasks_as_they_were() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let id = format!("{}.{}", town.acme.tenant, town.acme.project);
    let before = text(&town, &project_of(&town)).await;
    assert!(before.contains("completed_at"));
    let name =
        text(&town, &format!("select name from app.projects where id = '{}'", town.acme.project)).await;
    let page = act(&mut root, "projects", "delete", &id, &[("phrase", &name)])
        .await
        .saying("1 project deleted.")
        .saying("Undo");
    assert_eq!(text(&town, &project_of(&town)).await, "");
    take_back(&mut root, &page).await.saying("Taken back: 1 project.");
    assert_eq!(text(&town, &project_of(&town)).await, before);
    let filed = "select string_agg(act || ' ' || (details ->> 'reason') || ' ' || (details ->> 'tasks'), ', ' order by at)
                 from auth.trail where object = 'project'";
    assert_eq!(
        text(&town, filed).await,
        "project_deleted Ticket 4711 2, project_restored Undo: Ticket 4711 2"
    );
    // Its tenant sees both.
    let mut alice = town.alice().await;
    alice.get(&format!("/projects/{}/", town.acme.project)).await.expect(200);
    alice.get("/audit/").await.expect(200).saying(&name);
}

#[tokio::test]
async fn what_somebody_brought_back_is_left_as_it_is() {
    let town = Town::new().await;
    let (mut root, mut alice) = (town.root().await, town.alice().await);
    let project = town.acme.project;
    let id = format!("{}.{project}", town.acme.tenant);
    let name = text(&town, &format!("select name from app.projects where id = '{project}'")).await;
    let page = act(&mut root, "projects", "delete", &id, &[("phrase", &name)]).await;
    alice.post(&format!("/projects/{project}/restore/"), &[]).await.expect(303);
    alice.post(&format!("/projects/{project}/edit/"), &[("name", "Of alice")]).await.expect(303);
    take_back(&mut root, &page).await.saying("Nothing was done.").saying("Somebody did something");
    // Deleted again by its tenant, it is that tenant's to bring back.
    alice.post(&format!("/projects/{project}/delete/"), &[]).await.expect(303);
    take_back(&mut root, &page).await.saying("Somebody did something");
    assert_eq!(text(&town, &project_of(&town)).await, "");
}

#[tokio::test]
async fn deleted_tasks_come_back_where_their_project_is() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, project) = (town.acme.tenant, town.acme.project);
    let ids = text(
        &town,
        &format!(
            "select string_agg(tenant_id || '.' || id, ' ') from app.tasks where tenant_id = '{tenant}'"
        ),
    )
    .await;
    let before = text(&town, &project_of(&town)).await;
    let mut form = vec![("action", "delete"), ("confirmed", "yes"), WHY];
    form.extend(ids.split(' ').map(|id| ("id", id)));
    let done = root.post("/admin/tasks/act/", &form).await;
    let page = led(&mut root, done).await.saying("2 tasks deleted.");
    take_back(&mut root, &page).await.saying("Taken back: 2 tasks.");
    assert_eq!(text(&town, &project_of(&town)).await, before);

    let done = root.post("/admin/tasks/act/", &form).await;
    let page = led(&mut root, done).await;
    run(
        &town,
        &format!("set session_replication_role = replica; delete from app.projects where id = '{project}'"),
    )
    .await;
    take_back(&mut root, &page).await.saying("Somebody did something");
    assert_eq!(text(&town, "select count(*)::text from app.tasks k join app.tenants t using (tenant_id) where t.slug = 'acme'").await, "0");
}

/// The same status is not the same tenant: who renamed it since, or suspended it once more, did something about it.
#[tokio::test]
async fn an_undo_meets_the_version_that_its_act_left() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, person) = (town.acme.tenant.to_string(), town.acme.user.to_string());

    let page = act(&mut root, "tenants", "suspend", &tenant, &[]).await;
    let renamed = [("name", "Acme Limited"), ("version", "2"), WHY];
    root.post(&format!("/admin/tenants/{tenant}/"), &renamed).await.expect(303);
    take_back(&mut root, &page).await.saying("Somebody did something");
    assert_eq!(text(&town, "select status from app.tenants where slug = 'acme'").await, "suspended");

    let page = act(&mut root, "users", "deactivate", &person, &[]).await;
    act(&mut root, "users", "activate", &person, &[]).await;
    act(&mut root, "users", "deactivate", &person, &[]).await;
    take_back(&mut root, &page).await.saying("Somebody did something");
    assert_eq!(text(&town, "select status from auth.users where login = 'alice'").await, "deactivated");
}

#[tokio::test]
async fn a_project_that_was_renamed_where_it_was_moved_stays_there() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (from, to, project) = (town.acme.tenant, town.globex.tenant, town.acme.project);
    let page = act(&mut root, "projects", "move", &format!("{from}.{project}"), &[("to", "globex")]).await;
    let renamed = [("name", "Of globex"), ("version", "1"), WHY];
    root.post(&format!("/admin/projects/{to}.{project}/"), &renamed).await.expect(303);
    take_back(&mut root, &page).await.saying("Somebody did something");
    root.get(&format!("/admin/projects/{to}.{project}/")).await.expect(200).saying("Of globex");
}

/// What people do where a project was moved to is theirs: it is not handed to the tenant that it came from.
#[tokio::test]
async fn a_project_that_was_worked_on_where_it_was_moved_stays_there() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (from, to, project) = (town.acme.tenant, town.globex.tenant, town.acme.project);
    let mut gus = town.gus().await;
    for work in [
        format!("/projects/{project}/tasks/create/"),
        format!("/tasks/{}/toggle/", town.acme.open),
        format!("/tasks/{}/delete/", town.acme.open),
    ] {
        let page =
            act(&mut root, "projects", "move", &format!("{from}.{project}"), &[("to", "globex")]).await;
        gus.post(&work, &[("title", "A secret of globex")]).await.expect(303);
        take_back(&mut root, &page).await.saying("Somebody did something");
        root.get(&format!("/admin/projects/{to}.{project}/")).await.expect(200);
        act(&mut root, "projects", "move", &format!("{to}.{project}"), &[("to", "acme")]).await;
    }
}

/// More than are done at once come back as well, each with its own tasks.
#[tokio::test]
async fn hundreds_of_projects_come_back_as_one_act() {
    let town = Town::new().await;
    fill(&town.database, 310, 4).await;
    let mut root = town.root().await;
    let all = "select md5(string_agg(x, ' ' order by x)) from (
                 select (to_jsonb(p) - 'norm')::text from app.projects p
                 union all select (to_jsonb(k) - 'norm')::text from app.tasks k) x (x)";
    let before = text(&town, all).await;
    let ids = text(
        &town,
        "select string_agg(tenant_id || '.' || id, ' ') from app.projects where name like 'Project %'",
    )
    .await;
    let mut form = vec![("action", "delete"), ("confirmed", "yes"), WHY, ("phrase", "620 projects")];
    form.extend(ids.split(' ').map(|id| ("id", id)));
    let done = root.post("/admin/projects/act/", &form).await;
    let page = led(&mut root, done).await.saying("620 projects deleted.");
    assert_ne!(text(&town, all).await, before);
    take_back(&mut root, &page).await.saying("Taken back: 620 projects.");
    assert_eq!(text(&town, all).await, before);
}

/// An act that waits for somebody who waits for it is ended by PostgreSQL, and so not done at all: it is done once more.
#[tokio::test]
async fn an_act_that_crosses_another_is_tried_once_more() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let mut tenants = [town.acme.tenant.to_string(), town.globex.tenant.to_string()];
    tenants.sort();
    let [first, second] = &tenants;
    let other = town.database.superuser().await;
    let lock = |tenant: &str| format!("select from app.tenants where tenant_id = '{tenant}' for update");
    // Later than whoever waits for it: the act is the one that finds the circle.
    other.batch_execute("begin; set local deadlock_timeout = '20s'").await.unwrap();
    other.batch_execute(&lock(second)).await.unwrap();
    let crossing = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        other.batch_execute(&lock(first)).await.unwrap();
        other.batch_execute("commit").await.unwrap();
    };
    let ask = [("action", "suspend"), ("id", first.as_str()), ("id", second), ("confirmed", "yes"), WHY];
    let (answer, ()) = tokio::join!(root.post("/admin/tenants/act/", &ask), crossing);
    led(&mut root, answer).await.saying("2 tenants suspended.");
}
