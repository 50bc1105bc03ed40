//! What a form and a page say by how they are laid out: fields under headings, what is seldom wanted folded, what destroys in
//! red and nothing else, what would be made of a name, and the way to whose a thing is.

use super::{WHY, every_list, long_ago};
use crate::harness::{Answer, Town};

/// Whether the folded part of a form is open.
fn unfolded(page: &Answer) -> bool {
    let (_, rest) = page.body.split_once("<details class=\"group\"").expect("a folded part");
    rest.split('>').next().unwrap().contains("open")
}

#[tokio::test]
async fn fields_stand_under_headings_and_seldom_ones_are_folded() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let page = root.get("/admin/users/create/").await.expect(200);
    assert!(page.body.contains("<legend>Who it is</legend>"), "{}", page.body);
    assert!(!unfolded(&page));
    // Each field is there once, and what is folded is sent like the rest.
    for field in ["login", "display_name", "new_password", "kind", "reason"] {
        assert_eq!(page.body.matches(&format!("name=\"{field}\"")).count(), 1, "{field}");
    }
    let form = |kind: &'static str, login: &'static str| {
        [("login", login), ("display_name", "N"), ("new_password", "long enough"), ("kind", kind), WHY]
    };
    // Nobody has to unfold what has to be seen: a mistake in it, and what is not as it mostly is.
    for (kind, login, open) in [("emperor", "nina", true), ("superuser", "", true), ("person", "", false)] {
        let page = root.post("/admin/users/create/", &form(kind, login)).await.expect(422);
        assert_eq!(unfolded(&page), open, "{kind}");
    }
    root.post("/admin/users/create/", &form("person", "nina")).await.expect(303);
    // Of somebody who has power it is what one came to see; of anybody else it is seldom given.
    let root_id = crate::acts::user(&town.database, "root").await;
    for (person, open) in [(town.acme.user, false), (root_id, true)] {
        assert_eq!(unfolded(&root.get(&format!("/admin/users/{person}/")).await.expect(200)), open);
    }
    let look = format!("/admin/users/{}/impersonate/", town.acme.user);
    root.get(&look).await.expect(200).saying("<form class=\"panel ask\"");
    root.get("/admin/tasks/create/")
        .await
        .expect(200)
        .saying("<legend>Where</legend>")
        .saying("<legend>What</legend>");
}

#[tokio::test]
async fn the_slug_that_would_be_made_of_a_name_is_said() {
    let town = Town::new().await;
    let mut page = town.root().await;
    page.get("/admin/tenants/create/")
        .await
        .expect(200)
        .saying("hx-get=\"/admin/offers/slug/\"")
        .saying("from:#name");
    let mut root = page.hx();
    for (name, said) in [
        ("Acme", "Of this name: acme-2"),
        ("Cr%C3%A8me+br%C3%BBl%C3%A9e", "Of this name: creme-brulee"),
        ("%E6%97%A5%E6%9C%AC", "None can be made of that name: please enter one."),
        ("", ""),
        ("a%00b", ""),
        ("%3Cb%3E", "None can be made of that name: please enter one."),
    ] {
        assert_eq!(
            root.get(&format!("/admin/offers/slug/?name={name}")).await.expect(200).body,
            said,
            "{name}"
        );
    }
    assert_eq!(root.get("/admin/offers/slug/").await.expect(200).body, "");
    assert_eq!(page.get("/admin/offers/slug/?name=x").await.expect(303).location(), "/admin/tenants/create/");
    town.alice().await.get("/admin/offers/slug/?name=Globex").await.expect(403).silent_on("globex");
}

/// Red is what destroys. The password is wanted for more than that.
#[tokio::test]
async fn what_destroys_alone_is_red_and_more_wants_the_password() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, person) = (town.acme.tenant, town.acme.user.to_string());
    let project = format!("{tenant}.{}", town.acme.project);
    let task = format!("{tenant}.{}", town.acme.open);
    let tenant = tenant.to_string();
    long_ago(&town).await;
    for (list, action, id, red, password) in [
        ("projects", "move", &project, false, true),
        ("users", "password", &person, false, true),
        ("projects", "delete", &project, true, true),
        ("tasks", "delete", &task, true, true),
        ("tenants", "delete", &tenant, true, true),
        ("tenants", "suspend", &tenant, false, false),
        ("users", "deactivate", &person, false, false),
    ] {
        let page = root.get(&format!("/admin/{list}/{id}/")).await.expect(200);
        let button = format!("risky\" name=\"action\" value=\"{action}\"");
        assert_eq!(page.body.contains(&button), red, "{list} {action}");
        let page =
            root.post(&format!("/admin/{list}/act/"), &[("action", action), ("id", id)]).await.expect(200);
        assert_eq!(page.body.contains("btn danger"), red, "{list} {action}");
        assert_eq!(page.body.contains("name=\"password\""), password, "{list} {action}");
    }
}

#[tokio::test]
async fn from_a_session_and_a_membership_a_way_leads_to_person_and_tenant() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let mut alice = town.alice().await;
    alice.get("/").await.expect(200);
    let (tenant, person) = (town.acme.tenant, town.acme.user);
    let session =
        super::text(&town, &format!("select session_id::text from auth.sessions where user_id = '{person}'"))
            .await;
    for path in [format!("/admin/sessions/{session}/"), format!("/admin/memberships/{tenant}.{person}/")] {
        let page = root.get(&path).await.expect(200);
        let (_, facts) = page.body.split_once("<dl class=\"fields\">").unwrap();
        let facts = facts.split("</dl>").next().unwrap();
        for href in [format!("/admin/users/{person}/"), format!("/admin/tenants/{tenant}/")] {
            assert!(facts.contains(&format!("href=\"{href}\"")), "{path}: {facts}");
        }
    }
}

/// Of a description, and of nothing beside it.
#[tokio::test]
async fn every_list_is_in_the_navigation_and_in_the_palette() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let page = root.get("/admin/").await.expect(200);
    let (_, side) = page.body.split_once("class=\"side-line\"").unwrap();
    let (side, _) = side.split_once("</nav>").unwrap();
    let quick = root.hx().get("/admin/find/quick/?q=").await.expect(200);
    let mut last = 0;
    for list in every_list() {
        let href = format!("href=\"/admin/{list}/\"");
        let at = side.find(&href).unwrap_or_else(|| panic!("{list} in {side}"));
        assert!(at > last && quick.body.contains(&href), "{list}");
        last = at;
    }
}
