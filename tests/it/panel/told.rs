//! The page of one entry of a trail: field by field in words, with the way to what is there still, and no JSON.

use super::{WHY, led, text};
use crate::harness::{Answer, Browser, Town};

/// The page of the last entry of that act in a trail.
async fn entry(town: &Town, root: &mut Browser, list: &str, act: &str) -> Answer {
    let (table, id) = if list == "audit" { ("app.audit", "id") } else { ("auth.trail", "trail_id") };
    let newest = format!(
        "select era || '.' || xid::text || '.' || {id} from {table} where act = '{act}' order by era desc, xid desc, {id} limit 1"
    );
    let path = format!("/admin/{list}/{}/", text(town, &newest).await);
    let page = root.get(&path).await.expect(200);
    let (_, main) = page.body.split_once("<main").expect("the page");
    assert!(!main.contains("{&quot;") && !main.contains("&quot;:"), "{main}");
    page
}

/// The rows of the table, without their marks.
fn rows(page: &Answer) -> Vec<String> {
    let table = page.body.split_once("Field</th>").expect("a table").1.split_once("</table>").unwrap().0;
    let bare = |row: &str| {
        let mut words = String::new();
        for part in row.replace("</t", " | </t").split('<') {
            words.push_str(part.split_once('>').map_or("", |(_, text)| text));
        }
        words.trim_end_matches([' ', '|']).to_owned()
    };
    table.split("<tr").map(bare).collect()
}

fn has(page: &Answer, row: &str) {
    let rows = rows(page);
    assert!(rows.iter().any(|is| is.starts_with(row)), "{row}: {rows:#?}");
}

#[tokio::test]
async fn a_change_of_a_row_is_told_field_by_field() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, project) = (town.acme.tenant, town.acme.project);
    let task = format!("/admin/tasks/{tenant}.{}/", town.acme.open);
    root.post(&task, &[("title", "Better <b>"), ("state", "done"), ("version", "1"), WHY]).await.expect(303);
    let page = entry(&town, &mut root, "audit", "update").await;
    has(&page, "Title | acme open task | Better &lt;b&gt;");
    has(&page, "Done (UTC) | – | 20");
    has(&page, "Project | acme project | acme project");
    assert!(page.body.contains(&format!("href=\"/admin/projects/{tenant}.{project}/\"")));
    // What changed stands first, and what did not is set back.
    assert!(
        rows(&page)[3].starts_with("Created (UTC)") || rows(&page)[3].starts_with("Id"),
        "{:?}",
        rows(&page)
    );
    assert!(page.body.contains("class=\"same\""));

    // What was added and what was deleted has one side.
    let form = [("slug", "acme"), ("project", "acme project"), ("title", "New"), WHY];
    root.post("/admin/tasks/create/", &form).await.expect(303);
    let page = entry(&town, &mut root, "audit", "insert").await.saying(">Is</th>").silent_on(">Was</th>");
    has(&page, "Title | New");
    let id = format!("{tenant}.{project}");
    let gone =
        [("action", "delete"), ("id", id.as_str()), ("confirmed", "yes"), ("phrase", "acme project"), WHY];
    let gone = root.post("/admin/projects/act/", &gone).await;
    led(&mut root, gone).await;
    let page = entry(&town, &mut root, "audit", "delete").await.saying(">Was</th>").silent_on(">Is</th>");
    has(&page, "Created (UTC) | 20");
    // The project of a task that went along is gone, and has no name.
    let of_task = "select era || '.' || xid::text || '.' || id from app.audit where act = 'delete' and object = 'tasks' limit 1";
    let page = root.get(&format!("/admin/audit/{}/", text(&town, of_task).await)).await.expect(200);
    has(&page, &format!("Project | gone: {tenant}.{project}"));
}

#[tokio::test]
async fn an_act_of_a_superuser_is_told_field_by_field() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, person) = (town.acme.tenant, town.acme.user);
    let member = format!("/admin/memberships/{tenant}.{person}/");
    root.post(&member, &[("role", "admin"), ("version", "1"), WHY]).await.expect(303);
    let page = entry(&town, &mut root, "trail", "member_role_set").await;
    has(&page, "Role | member | admin");
    has(&page, "Person | – | alice");
    assert!(page.body.contains(&format!("href=\"/admin/users/{person}/\"")));
    page.saying("Ticket 4711");

    let suspend = [("action", "suspend"), ("id", &*tenant.to_string()), ("confirmed", "yes"), WHY];
    let suspended = root.post("/admin/tenants/act/", &suspend).await;
    led(&mut root, suspended).await;
    let page = entry(&town, &mut root, "trail", "tenant_suspended").await;
    has(&page, "Status | active | suspended");
    // Of which act it is, and what else that did.
    let act = page.body.split("href=\"").find(|rest| rest.starts_with("/admin/jobs/")).unwrap();
    let act = act.split('"').next().unwrap().to_owned();
    assert!(matches!(root.get(&act).await.status.as_u16(), 200 | 303));

    // Of whoever was edited: the kind beside the one before, and the name that was.
    let edit = [("display_name", "Alice B"), ("kind", "support"), ("version", "1"), WHY];
    root.post(&format!("/admin/users/{person}/"), &edit).await.expect(303);
    let page =
        entry(&town, &mut root, "trail", "user_edited").await.silent_on("Kind was").silent_on("Before");
    has(&page, "Kind | person | support");
    has(&page, "Name | alice | Alice B");

    // A tenant that is named and gone since; and details that nobody foresaw.
    let odd = "insert into auth.trail (era, act, object, details) values (1, 'odd', 'tenant',
        jsonb_build_object('tenant', '01890000-0000-7000-8000-000000000009', 'due_on', '<i>soon</i>', 'many', 12345, 'user', 'x', 'deep', jsonb_build_array(1)))";
    town.database.superuser().await.batch_execute(odd).await.unwrap();
    let page = entry(&town, &mut root, "trail", "odd").await;
    has(&page, "Tenant | gone: 01890000-0000-7000-8000-000000000009");
    has(&page, "Due on | &lt;i&gt;soon&lt;/i&gt;");
    has(&page, "Many | 12\u{202f}345");
    has(&page, "Deep | [1]");
    // Nothing is said of an entry that tells nothing.
    let bare = "insert into auth.trail (era, act, object) values (1, 'bare', 'tenant')";
    town.database.superuser().await.batch_execute(bare).await.unwrap();
    entry(&town, &mut root, "trail", "bare").await.silent_on("Field by field");
}

/// Files keep the rows as they are.
#[tokio::test]
async fn a_file_of_a_trail_says_what_it_said() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let path = format!("/admin/memberships/{}.{}/", town.acme.tenant, town.acme.user);
    root.post(&path, &[("role", "admin"), ("version", "1"), WHY]).await.expect(303);
    root.get("/admin/trail/export.json")
        .await
        .expect(200)
        .saying("\"details\":\"address 192.0.2.1, role admin, user alice, was member\"");
    root.get("/admin/audit/export.json").await.expect(200).saying("\"changes\":\"role: member → admin\"");
}
