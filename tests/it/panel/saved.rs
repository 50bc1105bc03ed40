//! Views of a list that are kept under a name: found again, replaced, removed, counted, and nobody else's.

use crate::harness::{PASSWORD, Town};

const VIEW: &str = "/admin/tasks/?state=open&sort=title";

#[tokio::test]
async fn a_view_is_kept_found_again_replaced_and_removed() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get("/admin/tasks/").await.expect(200).silent_on("Saved views").silent_on("Save this view");
    root.get(VIEW).await.expect(200).saying("Save this view").saying("has that name already is replaced");
    let keep =
        [("name", " Open, by title "), ("list", "/admin/tasks/?state=open&sort=title&at=x&after=z&done=1")];
    assert_eq!(root.post("/admin/tasks/views/", &keep).await.expect(303).location(), VIEW);
    // On any device, and on no other list.
    let mut other = town.root().await;
    let link = "href=\"/admin/tasks/?state=open&amp;sort=title\" dir=\"auto\">Open, by title</a>";
    other.get("/admin/tasks/").await.expect(200).saying(link);
    other.get("/admin/tenants/").await.expect(200).silent_on("Open, by title");
    other
        .get(VIEW)
        .await
        .expect(200)
        .saying("aria-current=\"true\" dir=\"auto\">Open, by title")
        .silent_on("Save this view");

    // The same name again is another view.
    let again = [("name", "Open, by title"), ("list", "/admin/tasks/?state=done")];
    root.post("/admin/tasks/views/", &again).await.expect(303);
    let page = root
        .get("/admin/tasks/")
        .await
        .expect(200)
        .saying("href=\"/admin/tasks/?state=done\" dir=\"auto\">Open, by title");
    assert_eq!(page.body.matches(">Open, by title</a>").count(), 1);

    let forget = [("name", "Open, by title"), ("list", "/admin/tasks/?state=done")];
    assert_eq!(
        root.post("/admin/tasks/views/forget/", &forget).await.expect(303).location(),
        "/admin/tasks/?state=done"
    );
    root.get("/admin/tasks/").await.expect(200).silent_on("Saved views");
    root.post("/admin/tasks/views/forget/", &forget).await.expect(303);
}

#[tokio::test]
async fn names_that_cannot_be_are_refused_and_fifty_are_enough() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for (name, said) in [
        ("", "Please enter something"),
        (" \u{200b}", "Please enter something"),
        ("a\0b", "cannot be shown"),
        (&"x".repeat(61), "61 characters; 60 fit"),
    ] {
        let keep = [("name", name), ("list", VIEW)];
        root.post("/admin/tasks/views/", &keep)
            .await
            .expect(422)
            .saying(said)
            .saying("value=\"/admin/tasks/?state=open&amp;sort=title\"");
    }
    root.post("/admin/tasks/views/forget/", &[("name", "\0"), ("list", "//evil.example")]).await.expect(303);
    for n in 0..50 {
        let list = if n % 2 == 0 { "tasks" } else { "tenants" };
        let keep = [("name", &*format!("View {n}")), ("list", &*format!("/admin/{list}/?q={n}"))];
        root.post(&format!("/admin/{list}/views/"), &keep).await.expect(303);
    }
    root.post("/admin/users/views/", &[("name", "One more"), ("list", "/admin/users/?q=x")])
        .await
        .expect(422)
        .saying("Fifty views");
    // In place of another there is room.
    root.post("/admin/tasks/views/", &[("name", "View 0"), ("list", "/admin/tasks/?q=y")]).await.expect(303);
    // An address that is none of the list keeps the list as it comes.
    root.post("/admin/tasks/views/", &[("name", "View 0"), ("list", "https://evil.example/")])
        .await
        .expect(303);
    root.get("/admin/tasks/").await.expect(200).silent_on("evil");
}

#[tokio::test]
async fn what_makes_no_sense_any_more_is_said_as_anywhere() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.post("/admin/tasks/views/", &[("name", "Old"), ("list", VIEW)]).await.expect(303);
    let old = "update auth.saved_views set query = 'status=exploded&tenant=x'";
    town.database.superuser().await.batch_execute(old).await.unwrap();
    root.get("/admin/tasks/").await.expect(200).saying("/admin/tasks/?status=exploded&amp;tenant=x");
    root.get("/admin/tasks/?status=exploded&tenant=x")
        .await
        .expect(200)
        .saying("Left out, because it makes no sense here");
}

/// Each superuser has views of its own, and whoever is none has none: the functions go by the session.
#[tokio::test]
async fn views_are_nobody_else_s() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.post("/admin/tasks/views/", &[("name", "Mine alone"), ("list", VIEW)]).await.expect(303);
    let ada = [
        ("login", "ada"),
        ("display_name", "Ada"),
        ("new_password", PASSWORD),
        ("kind", "superuser"),
        ("reason", "why"),
    ];
    root.post("/admin/users/create/", &ada).await.expect(303);
    let mut ada = town.stranger();
    ada.post("/login/", &[("username", "ada"), ("password", PASSWORD)]).await.expect(303);
    ada.get("/admin/tasks/").await.expect(200).silent_on("Mine alone");
    ada.post("/admin/tasks/views/forget/", &[("name", "Mine alone"), ("list", VIEW)]).await.expect(303);
    root.get("/admin/tasks/").await.expect(200).saying("Mine alone");

    town.alice().await.post("/admin/tasks/views/", &[("name", "x"), ("list", VIEW)]).await.expect(403);
    let auth = town.database.role("rowhouse_auth").await;
    let alice =
        "select session_hash from auth.sessions join auth.users using (user_id) where login = $1 limit 1";
    let superuser = town.database.superuser().await;
    for (login, may) in [("root", true), ("alice", false)] {
        let hash: Vec<u8> = superuser.query_one(alice, &[&login]).await.unwrap().get(0);
        let came: String =
            auth.query_one("select auth.save_view($1, 'tasks', 'x', '')", &[&hash]).await.unwrap().get(0);
        assert_eq!(came, if may { "done" } else { "refused" });
        let seen = auth.query("select name from auth.saved_views($1, 'tasks')", &[&hash]).await.unwrap();
        assert_eq!(seen.is_empty(), !may, "{login}");
    }
    for role in ["rowhouse_auth", "rowhouse_admin", "rowhouse_operator", "rowhouse_app"] {
        let refused = town.database.role(role).await.query("select from auth.saved_views", &[]).await;
        assert!(refused.is_err(), "{role} reads what is kept");
    }
}
