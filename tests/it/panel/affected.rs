//! What is said before an act is confirmed: what goes or changes with the chosen things, counted, and what is left out.

use super::{fill, text};
use crate::harness::Town;

/// What each act that destroys or moves says of one thing of the town, and of nothing else.
#[tokio::test]
async fn an_act_says_with_totals_what_goes_along() {
    let town = Town::new().await;
    let mut root = town.root().await;
    // Somebody is signed in there.
    let mut alice = town.alice().await;
    alice.get("/").await.expect(200);
    let (acme, person) = (town.acme.tenant, town.acme.user);
    let counted = async |query: String| text(&town, &query).await;
    let projects =
        counted(format!("select count(*)::text from app.projects where tenant_id = '{acme}'")).await;
    let tasks = counted(format!("select count(*)::text from app.tasks where tenant_id = '{acme}'")).await;
    let of_project = counted(format!(
        "select count(*)::text from app.tasks where tenant_id = '{acme}' and project_id = '{}'",
        town.acme.project
    ))
    .await;
    let session =
        counted(format!("select session_id::text from auth.sessions where user_id = '{person}'")).await;
    let noun = |hits: &str, one: &str, many: &str| format!("{hits} {}", if hits == "1" { one } else { many });
    for (list, action, id, said) in [
        (
            "tenants",
            "delete",
            acme.to_string(),
            format!(
                "1 tenant, with {}, {}, 1 membership and 1 session.",
                noun(&projects, "project", "projects"),
                noun(&tasks, "task", "tasks")
            ),
        ),
        ("users", "deactivate", person.to_string(), "1 person, with 1 membership and 1 session.".to_owned()),
        ("users", "password", person.to_string(), "1 person, with 1 membership and 1 session.".to_owned()),
        (
            "users",
            "second-factor",
            person.to_string(),
            "1 person, with 1 membership and 1 session.".to_owned(),
        ),
        (
            "memberships",
            "remove",
            format!("{acme}.{person}"),
            "1 membership, of 1 person and 1 tenant, with 1 session.".to_owned(),
        ),
        (
            "projects",
            "delete",
            format!("{acme}.{}", town.acme.project),
            format!("1 project, of 1 tenant, with {}.", noun(&of_project, "task", "tasks")),
        ),
        (
            "projects",
            "move",
            format!("{acme}.{}", town.acme.project),
            format!("1 project, of 1 tenant, with {}.", noun(&of_project, "task", "tasks")),
        ),
        (
            "tasks",
            "delete",
            format!("{acme}.{}", town.acme.open),
            "1 task, of 1 project and 1 tenant.".to_owned(),
        ),
        ("sessions", "end", session, "1 session, of 1 person.".to_owned()),
    ] {
        root.post(&format!("/admin/{list}/act/"), &[("action", action), ("id", &id)])
            .await
            .expect(200)
            .saying(&said);
    }
    // What destroys nothing counts nothing.
    root.post("/admin/tenants/act/", &[("action", "restore"), ("id", &acme.to_string())])
        .await
        .expect(200)
        .silent_on("1 tenant, with");
}

/// All that match are counted as all, and not as the first that are shown; what is more than is counted is said so.
#[tokio::test]
async fn all_that_match_are_counted_as_all() {
    let town = Town::new().await;
    fill(&town.database, 60, 180).await;
    let mut root = town.root().await;
    let one = text(&town, "select tenant_id::text from app.tenants where slug = 'town-5'").await;
    let ask = [("action", "delete"), ("id", one.as_str()), ("listing", "/admin/tenants/?q=town")];
    root.post("/admin/tenants/act/", &ask)
        .await
        .expect(200)
        .saying("1 tenant, with 2 projects, 180 tasks and 2 memberships.")
        .saying("60 tenants, with 120 projects, more than 10\u{202f}000 tasks and 120 memberships.")
        .saying("9 of them are deleted: nothing is done with them.");
}

/// What is so already is not offered, and where some of the chosen are, that is said.
#[tokio::test]
async fn an_act_is_offered_where_it_fits() {
    let town = Town::new().await;
    fill(&town.database, 30, 1).await;
    let mut root = town.root().await;
    let offer = |action: &str| format!("name=\"action\" value=\"{action}\"");
    for (query, offered, others) in [
        ("status=active", &["suspend", "archive", "delete"][..], &["restore"][..]),
        ("status=suspended", &["archive", "restore", "delete"], &["suspend"]),
        ("status=deleted", &["restore"], &["suspend", "archive", "delete"]),
        ("", &["suspend", "archive", "restore", "delete"], &[]),
    ] {
        let page = root.get(&format!("/admin/tenants/?{query}")).await.expect(200);
        for action in offered {
            assert!(page.body.contains(&offer(action)), "{query} offers {action}");
        }
        for action in others {
            assert!(!page.body.contains(&offer(action)), "{query} does not offer {action}");
        }
    }
    let some = "select string_agg(tenant_id::text, ' ' order by slug) from app.tenants
                where slug in ('town-1', 'town-3', 'town-4', 'town-8')";
    let ids = text(&town, some).await;
    let mut ask = vec![("action", "suspend")];
    ask.extend(ids.split(' ').map(|id| ("id", id)));
    root.post("/admin/tenants/act/", &ask)
        .await
        .expect(200)
        .saying("2 of them are suspended: nothing is done with them.")
        .saying("1 of them is deleted: nothing is done with it.");
    // A name is no state.
    let rename = "update app.tenants set name = 'active' where slug = 'town-1'";
    town.database.superuser().await.batch_execute(rename).await.unwrap();
    let id = text(&town, "select tenant_id::text from app.tenants where slug = 'town-1'").await;
    root.get(&format!("/admin/tenants/{id}/")).await.expect(200).saying(&offer("restore"));
}

/// Where all that match are meant, all are named: in the title, on the button, and in no way to one of them.
#[tokio::test]
async fn all_that_match_are_asked_about_as_all() {
    let town = Town::new().await;
    fill(&town.database, 3, 40).await;
    let mut root = town.root().await;
    let one = "select tenant_id || '.' || id from app.tasks where title like '% task' limit 1";
    let one = text(&town, one).await;
    let list =
        text(&town, "select '/admin/tasks/?tenant=' || tenant_id from app.tenants where slug = 'town-1'")
            .await;
    let ask = [("action", "delete"), ("id", one.as_str()), ("listing", list.as_str())];
    root.post("/admin/tasks/act/", &ask).await.expect(200).saying(">Delete “").saying("With which?");
    let all = [&ask[..], &[("scope", "all")]].concat();
    root.post("/admin/tasks/act/", &all)
        .await
        .expect(200)
        .saying("Delete 40 tasks?")
        .saying("Delete 40 tasks</span>")
        .silent_on(&format!("<a href=\"/admin/tasks/{one}/"))
        .silent_on(">Delete “");
}

/// What is gone since is counted nowhere: not in the title, not in what must be typed, and not in what is said.
#[tokio::test]
async fn what_is_gone_is_not_counted() {
    let town = Town::new().await;
    fill(&town.database, 30, 1).await;
    let mut root = town.root().await;
    let ids = "select string_agg(tenant_id || '.' || id, ' ' order by tenant_id, id) from app.projects where name like '% of %'";
    let ids = text(&town, ids).await;
    let ids: Vec<_> = ids.split(' ').collect();
    let mut ask = vec![("action", "delete")];
    ask.extend(ids.iter().map(|id| ("id", *id)));
    root.post("/admin/projects/act/", &ask)
        .await
        .expect(200)
        .saying("Delete 60 projects?")
        .silent_on("gone since");
    // The last of them: none that is shown by name.
    for id in &ids[45..] {
        let (tenant, id) = id.split_once('.').unwrap();
        let gone = format!(
            "set session_replication_role = replica; delete from app.projects where tenant_id = '{tenant}' and id = '{id}'"
        );
        town.database.superuser().await.batch_execute(&gone).await.unwrap();
    }
    root.post("/admin/projects/act/", &ask)
        .await
        .expect(200)
        .saying("Delete 45 projects?")
        .saying("15 of those chosen are gone since")
        .saying("type “45 projects”")
        .saying("45 projects, of")
        .saying("and 25 more");
    let gone = [("action", "delete"), ("id", ids[50])];
    root.post("/admin/projects/act/", &gone).await.expect(404);
    // One that is left is called by its name.
    let left = [&gone[..], &[("id", ids[0])]].concat();
    root.post("/admin/projects/act/", &left)
        .await
        .expect(200)
        .saying("Delete “")
        .saying("1 of those chosen is gone");
}

/// A tenant that nobody owns any more is said before it is so.
#[tokio::test]
async fn the_last_owner_of_a_tenant_is_not_removed_without_a_word() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let owner = "update app.members set role = 'owner' where user_id = (select user_id from auth.users where login = 'alice')";
    town.database.superuser().await.batch_execute(owner).await.unwrap();
    let id = format!("{}.{}", town.acme.tenant, town.acme.user);
    let ask = [("action", "remove"), ("id", id.as_str())];
    root.post("/admin/memberships/act/", &ask).await.expect(200).saying("1 tenant is left without an owner.");
    let other = "update app.members set role = 'member' where user_id = (select user_id from auth.users where login = 'alice')";
    town.database.superuser().await.batch_execute(other).await.unwrap();
    root.post("/admin/memberships/act/", &ask).await.expect(200).silent_on("without an owner");
}

/// What is gone is said within the panel, with the way back to the list as it was.
#[tokio::test]
async fn what_is_gone_has_a_page_of_the_panel() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let gone = format!("/admin/tenants/{}/?list=/admin/tenants/%3Fq%3Dac", rowhouse::id::TenantId::new());
    let page = root
        .get(&gone)
        .await
        .expect(404)
        .saying("There is nothing of that kind here")
        .saying("href=\"/admin/tenants/?q=ac\"");
    page.saying("class=\"side-link\"");
}
