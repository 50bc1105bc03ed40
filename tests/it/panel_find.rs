//! Finding anything in any tenant: by how it begins, by its id, and never with an error, whatever is typed.

use rowhouse::id::UserId;

use crate::harness::{Browser, Town, create_user};

fn asked(path: &str, q: &str) -> String {
    format!("{path}?{}", form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish())
}

/// Asks the page, the part of it that comes while one types, and the palette.
async fn everywhere(root: &mut Browser, q: &str) -> Vec<String> {
    let page = asked("/admin/find/", q);
    vec![
        root.get(&page).await.expect(200).body,
        root.hx().get(&page).await.expect(200).body,
        root.hx().get(&asked("/admin/find/quick/", q)).await.expect(200).body,
    ]
}

#[tokio::test]
async fn finds_by_the_beginning_whatever_the_case_and_the_language() {
    let town = Town::new().await;
    create_user(&town.database, UserId::new(), "élodie", false).await;
    let superuser = town.database.superuser().await;
    let more = format!(
        "update app.tenants set name = 'Überprüfung AG' where slug = 'acme';
         insert into app.tasks (tenant_id, project_id, title) values ('{}', '{}', 'ΟΔΟΣ 100% _x_')",
        town.globex.tenant, town.globex.project
    );
    superuser.batch_execute(&more).await.unwrap();
    let mut root = town.root().await;
    let acme = format!("/admin/tenants/{}/", town.acme.tenant);
    for (q, href) in [
        ("überp", &acme),
        (" ÜBERPRÜFUNG A ", &acme),
        ("ACM", &acme),
        ("ali", &format!("/admin/users/{}/", town.acme.user)),
        ("ÉLO", &"/admin/users/".to_owned()),
        ("Globex pro", &format!("/admin/projects/{}.{}/", town.globex.tenant, town.globex.project)),
        ("globex OPEN", &format!("/admin/tasks/{}.{}/", town.globex.tenant, town.globex.open)),
        ("οδος 100% _", &"/admin/tasks/".to_owned()),
    ] {
        for body in everywhere(&mut root, q).await {
            assert!(body.contains(&format!("href=\"{href}")), "{q}: no {href} in {body}");
        }
    }
    // Of what is found by both its names, one is enough.
    let page = root.get("/admin/find/?q=globex").await.expect(200).body;
    let found = page.matches(&format!("href=\"/admin/tenants/{}/", town.globex.tenant)).count();
    assert_eq!(found, 1, "{page}");
    for q in ["%", "_", "100%", "open", "zebra", "\\", "überp%"] {
        root.get(&asked("/admin/find/", q)).await.expect(200).saying("Nothing found");
    }
}

#[tokio::test]
async fn finds_by_an_id_that_is_pasted_whole() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for (kind, id) in [
        ("tenants", town.globex.tenant.to_string()),
        ("users", town.globex.user.to_string()),
        ("projects", town.globex.project.to_string()),
        ("tasks", town.globex.open.to_string()),
    ] {
        for q in [id.clone(), format!(" {} ", id.to_uppercase()), id.replace('-', ""), format!("{{{id}}}")] {
            for body in everywhere(&mut root, &q).await {
                // What is a tenant's is known by both.
                let link = format!("href=\"/admin/{kind}/");
                let found = body.split(&link).skip(1);
                let found = found
                    .filter_map(|rest| rest.split('"').next())
                    .any(|rest| rest.ends_with(&format!("{id}/")));
                assert!(found, "{q}: {body}");
            }
        }
    }
    let nobodys = UserId::new().to_string();
    root.get(&asked("/admin/find/", &nobodys)).await.expect(200).saying("Nothing found");
    root.get(&asked("/admin/find/", &nobodys[..30])).await.expect(200).saying("Nothing found");
}

#[tokio::test]
async fn nonsense_is_no_error_and_what_is_hostile_is_text() {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    let rename = "update app.tenants set name = '\"><script>alert(1)</script>' where slug = 'acme'";
    superuser.batch_execute(rename).await.unwrap();
    let mut root = town.root().await;
    let long = "x".repeat(100_000 / 16);
    for q in [
        "a\0b",
        "\u{1}",
        "'; drop table app.tasks; --",
        "\u{202e}",
        "ﷺﷺﷺ",
        &long,
        "'",
        "{",
        "%s",
        "0x1",
        "\"><script>",
    ] {
        for body in everywhere(&mut root, q).await {
            assert!(!body.contains("<script>alert") && !body.contains("\"><script>"), "{q}: {body}");
        }
    }
    for path in ["/admin/find/?q=%FF", "/admin/find/quick/?q=%00", "/admin/find/?q", "/admin/find/?other=1"] {
        let status = root.get(path).await.status.as_u16();
        assert!(matches!(status, 200 | 303 | 400), "{path}: {status}");
    }
}

#[tokio::test]
async fn the_palette_offers_what_can_be_done_and_is_for_superusers_alone() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let body = root.hx().get("/admin/find/quick/").await.expect(200).body;
    for href in ["/admin/tenants/create/", "/admin/users/create/", "/admin/audit/", "/admin/", "/logout/"] {
        assert!(body.contains(&format!("\"{href}\"")), "{href}: {body}");
    }
    let body = root.hx().get("/admin/find/quick/?q=add+t").await.expect(200).body;
    assert!(body.contains("Add tenant") && !body.contains("Add person"), "{body}");
    // Without scripts, the page does the same.
    assert_eq!(root.get("/admin/find/quick/?q=a+b").await.expect(303).location(), "/admin/find/?q=a+b");
    let home = root.get("/admin/").await.expect(200).body;
    assert!(home.contains("hx-get=\"/admin/find/quick/\""), "{home}");

    let mut alice = town.alice().await;
    for path in ["/admin/find/?q=globex", "/admin/find/quick/?q=globex"] {
        alice.get(path).await.expect(403).silent_on("globex project");
        alice.hx().get(path).await.expect(403).silent_on("globex project");
    }
    alice.get("/").await.expect(200).saying("hx-get=\"/search/quick/\"");
}
