//! Lists: complete in every order, narrowed by every filter, sound against whatever an address says, and exported whole.

use serde_json::Value;

use super::{every_list, fill};
use crate::harness::{Browser, Town};

/// The ids of the rows of a page.
pub(super) fn ids(list: &str, html: &str) -> Vec<String> {
    let mark = format!("<tr id=\"{list}-");
    html.split(&mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Where the next page is, if there is one.
fn next(html: &str) -> Option<String> {
    let (_, more) = html.split_once("id=\"more\"")?;
    let href = more.split("</div>").next()?.split_once("href=\"")?.1.split('"').next()?;
    Some(href.replace("&amp;", "&"))
}

/// All rows of a list, page after page.
pub(super) async fn walk(root: &mut Browser, list: &str, query: &str) -> Vec<String> {
    let mut path = format!("/admin/{list}/{query}");
    let mut rows = Vec::new();
    for _ in 0..200 {
        let page = root.get(&path).await.expect(200).silent_on("Left out");
        rows.extend(ids(list, &page.body));
        match next(&page.body) {
            Some(more) => path = more,
            None => return rows,
        }
    }
    panic!("{list}{query} never ends");
}

#[tokio::test]
async fn every_list_is_whole_in_every_order_and_its_reverse() {
    let town = Town::new().await;
    fill(&town.database, 130, 3).await;
    let mut root = town.root().await;
    for (list, table, orders) in [
        ("tenants", "app.tenants", &["name", "status", "created"][..]),
        ("users", "auth.users", &["login", "status", "created"]),
        ("memberships", "app.members", &["person", "role", "created"]),
        ("projects", "app.projects", &["name", "created"]),
        ("tasks", "app.tasks", &["title", "created"]),
        ("sessions", "auth.sessions", &["seen", "created"]),
        ("audit", "app.audit", &["created"]),
        ("trail", "auth.trail", &["created"]),
    ] {
        for order in orders {
            let up = walk(&mut root, list, &format!("?sort={order}")).await;
            let mut down = walk(&mut root, list, &format!("?sort=-{order}")).await;
            down.reverse();
            assert_eq!(up, down, "{list} by {order}");
            let mut once = up.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), up.len(), "{list} by {order}: a row twice");
            let count = format!("select count(*) from {table}");
            let all: i64 = town.database.superuser().await.query_one(&count, &[]).await.unwrap().get(0);
            assert_eq!(up.len(), usize::try_from(all).unwrap(), "{list} by {order}");
        }
    }
}

#[tokio::test]
async fn filters_search_and_the_lens_narrow_and_figures_agree() {
    let town = Town::new().await;
    fill(&town.database, 130, 3).await;
    let mut root = town.root().await;
    let superuser = town.database.superuser().await;
    let lens = town.acme.tenant;
    for (list, query, counted) in [
        (
            "tenants",
            "status=suspended",
            "select count(*) from app.tenants where status = 'suspended'".to_owned(),
        ),
        ("tenants", "q=TOWN+1", "select count(*) from app.tenants where name like 'Town 1%'".to_owned()),
        ("tenants", "q=town-12", "select count(*) from app.tenants where slug like 'town-12%'".to_owned()),
        (
            "tenants",
            "created=7+days",
            "select count(*) from app.tenants where tenant_id > '018fffff-0000-7000-8000-000000000000'"
                .to_owned(),
        ),
        (
            "users",
            "status=deactivated",
            "select count(*) from auth.users where status = 'deactivated'".to_owned(),
        ),
        ("users", "kind=superuser", "select count(*) from auth.users where superuser".to_owned()),
        ("users", "q=person-13", "select count(*) from auth.users where login like 'person-13%'".to_owned()),
        ("memberships", "role=owner", "select count(*) from app.members where role = 'owner'".to_owned()),
        (
            "memberships",
            "q=person+9",
            "select count(*) from app.members where display_name like 'Person 9%'".to_owned(),
        ),
        (
            "projects",
            "q=project+1",
            "select count(*) from app.projects where norm like 'project 1%'".to_owned(),
        ),
        ("tasks", "state=done", "select count(*) from app.tasks where completed_at is not null".to_owned()),
        ("tasks", "q=a&sort=title", "select count(*) from app.tasks where norm like 'a%'".to_owned()),
        (
            "sessions",
            "kind=superuser",
            "select count(*) from auth.sessions join auth.users using (user_id) where superuser".to_owned(),
        ),
        ("audit", "act=insert", "select count(*) from app.audit where act = 'insert'".to_owned()),
        (
            "trail",
            "act=tenant_suspended",
            "select count(*) from auth.trail where act = 'tenant_suspended'".to_owned(),
        ),
        (
            "tasks",
            &format!("tenant={lens}"),
            format!("select count(*) from app.tasks where tenant_id = '{lens}'"),
        ),
        (
            "users",
            &format!("tenant={lens}"),
            format!("select count(*) from auth.memberships where tenant_id = '{lens}'"),
        ),
        (
            "audit",
            &format!("tenant={lens}"),
            format!("select count(*) from app.audit where tenant_id = '{lens}'"),
        ),
        (
            "audit",
            &format!("object={}", town.acme.open),
            format!("select count(*) from app.audit where object_id = '{}'", town.acme.open),
        ),
    ] {
        let found = walk(&mut root, list, &format!("?{query}")).await;
        let all: i64 = superuser.query_one(&counted, &[]).await.unwrap().get(0);
        assert_eq!(found.len(), usize::try_from(all).unwrap(), "{list}?{query}");
        assert!(all > 0, "{list}?{query} tries nothing");
        let page = root.get(&format!("/admin/{list}/?{query}")).await.expect(200).saying("class=\"chips\"");
        let mark = if all == 1 { "1 " } else { &format!("{all} ") };
        assert!(page.body.contains(mark), "{list}?{query} says how many");
    }
}

/// A thing that is known without its tenant is picked out of the newest entries, and its figures are of those too.
#[tokio::test]
async fn figures_of_one_thing_are_of_the_rows_below_them() {
    let town = Town::new().await;
    let page = town.root().await.get(&format!("/admin/audit/?object={}", town.acme.open)).await.expect(200);
    let rows = ids("audit", &page.body).len();
    let noun = if rows == 1 { "entry" } else { "entries" };
    assert!(rows > 0);
    page.saying(&format!("role=\"status\">{rows} {noun}</p>"))
        .saying(&format!("Added <span class=\"count\">{rows}</span>"));
}

/// What is rare among many is found a stretch at a time, and the page says how far it looked.
#[tokio::test]
async fn a_page_looks_at_so_many_rows_and_says_where_it_stopped() {
    let town = Town::new().await;
    fill(&town.database, 2, 12_000).await;
    let superuser = town.database.superuser().await;
    let rare = "set session_replication_role = replica; update app.tasks set completed_at = null;
                update app.tasks set completed_at = now() where uuid_send(id) in (select uuid_send(id) from app.tasks order by uuid_send(id) limit 3)";
    superuser.batch_execute(rare).await.unwrap();
    let mut root = town.root().await;
    let first = root.get("/admin/tasks/?state=done").await.expect(200).saying("were looked through");
    assert!(ids("tasks", &first.body).is_empty());
    let (_, rest) = first.body.split_once("were looked through").unwrap();
    let on = rest.split_once("href=\"").unwrap().1.split('"').next().unwrap().replace("&amp;", "&");
    let second = root.get(&on).await.expect(200).silent_on("were looked through");
    assert_eq!(ids("tasks", &second.body).len(), 3);
}

/// Whatever stands in an address: it is answered, said, and never a failure.
#[tokio::test]
async fn nonsense_is_said_and_left_out() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let project = town.acme.project;
    for list in every_list() {
        for query in [
            "sort=drop+table",
            "sort=--created",
            "status=exploded",
            "tenant=no-uuid",
            "after=no-uuid",
            "created=1+day%27",
            "nobody=knows",
            "after=1.x.y&at=z",
            "q=%00",
        ] {
            root.get(&format!("/admin/{list}/?{query}")).await.expect(200).saying("Left out");
        }
        for at in ["99999999999999999999", "9223372036854775807", "-9000000000000000000"] {
            for id in [project.to_string(), format!("{project}.{project}"), format!("1.9.{project}")] {
                root.get(&format!("/admin/{list}/?sort=created&at={at}&after={id}")).await.expect(200);
            }
        }
        // A file cannot say what was left out of it.
        root.get(&format!("/admin/{list}/export.csv?tenant=no-uuid&nobody=knows")).await.expect(400);
        root.get(&format!("/admin/{list}/?q={}", "x".repeat(5_000))).await.expect(200);
        root.get(&format!("/admin/{list}/?q=%25_%5C%27")).await.expect(200);
        for id in ["no-uuid", "1.2", &project.to_string().to_uppercase(), "%00"] {
            assert!(
                [200, 404].contains(&root.get(&format!("/admin/{list}/{id}/")).await.status.as_u16()),
                "{list} {id}"
            );
        }
    }
}

#[tokio::test]
async fn an_export_has_every_row_and_no_formula() {
    let town = Town::new().await;
    fill(&town.database, 3, 400).await;
    let superuser = town.database.superuser().await;
    let formula = "set session_replication_role = replica; update app.tasks set title = '=cmd|'' /C calc''!A0, \"x\"' where id = $1";
    let (set, update) = formula.split_once("; ").unwrap();
    superuser.batch_execute(set).await.unwrap();
    superuser.execute(update, &[&town.acme.open]).await.unwrap();
    let all: i64 = superuser.query_one("select count(*) from app.tasks", &[]).await.unwrap().get(0);
    let mut root = town.root().await;

    let csv = root.get("/admin/tasks/export.csv?sort=title").await.expect(200);
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"tasks.csv\"");
    assert_eq!(csv.body.lines().count(), usize::try_from(all).unwrap() + 1);
    assert!(
        csv.body.starts_with("id,title,state,project,project_id,tenant,tenant_id,"),
        "{}",
        csv.body.lines().next().unwrap()
    );
    assert!(csv.body.contains("\"'=cmd|' /C calc'!A0, \"\"x\"\"\""));

    let json = root.get("/admin/tasks/export.json?state=done").await.expect(200);
    let rows: Vec<Value> = serde_json::from_str(&json.body).unwrap();
    let done: i64 = superuser
        .query_one("select count(*) from app.tasks where completed_at is not null", &[])
        .await
        .unwrap()
        .get(0);
    assert_eq!(rows.len(), usize::try_from(done).unwrap());
    assert!(rows.iter().all(|row| row["state"] == "done" && row["tenant"]["id"].is_string()));

    for list in every_list() {
        root.get(&format!("/admin/{list}/export.csv")).await.expect(200);
        let rows = root.get(&format!("/admin/{list}/export.json")).await.expect(200);
        serde_json::from_str::<Vec<Value>>(&rows.body).unwrap();
    }
}

#[tokio::test]
async fn nobody_but_a_superuser_sees_any_of_it() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    for list in every_list() {
        for path in ["", "export.csv", "export.json"] {
            alice.get(&format!("/admin/{list}/{path}")).await.expect(403).silent_on("globex");
            town.stranger().get(&format!("/admin/{list}/{path}")).await.expect(303);
        }
    }
}
