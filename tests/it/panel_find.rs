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

/// As the page of a thing has it, whatever kind of thing that is.
#[tokio::test]
async fn finds_by_the_id_that_a_page_has() {
    let town = Town::new().await;
    town.alice().await;
    let mut root = town.root().await;
    let superuser = town.database.superuser().await;
    let of = async |query: &str| -> String { superuser.query_one(query, &[]).await.unwrap().get(0) };
    let (tenant, user, project) = (town.globex.tenant, town.globex.user, town.globex.project);
    let session = of(
        "select session_id::text from auth.sessions join auth.users using (user_id) where login = 'alice'",
    )
    .await;
    let entry =
        of("select era || '.' || xid::text || '.' || id from app.audit where object = 'tasks' limit 1").await;
    let act = of("select era || '.' || xid::text || '.' || trail_id from auth.trail limit 1").await;
    for (path, asked) in [
        (format!("memberships/{tenant}.{user}"), format!("{tenant}.{user}")),
        (format!("projects/{tenant}.{project}"), format!("{tenant}.{project}").to_uppercase()),
        (format!("tasks/{tenant}.{}", town.globex.open), format!(" {tenant}.{} ", town.globex.open)),
        (format!("audit/{entry}"), entry.clone()),
        (format!("trail/{act}"), act.clone()),
        (format!("sessions/{session}"), session.clone()),
        (format!("trail/{act}"), act.rsplit('.').next().unwrap().to_owned()),
    ] {
        for body in everywhere(&mut root, &asked).await {
            assert!(body.contains(&format!("href=\"/admin/{path}/\"")), "{asked}: {body}");
        }
    }
    // An entry of a tenant is known by its place, and by its id alone once somebody looked at it.
    let id = entry.rsplit('.').next().unwrap();
    root.get(&asked("/admin/find/", id)).await.expect(200).saying("Nothing found");
    root.get(&format!("/admin/audit/{entry}/")).await.expect(200);
    root.get(&asked("/admin/find/", id)).await.expect(200).saying(&format!("href=\"/admin/audit/{entry}/\""));
    // What is not there is not found, and what is no id is how something begins.
    for nothing in [
        format!("{tenant}.{}", UserId::new()),
        format!("{}.{project}", UserId::new()),
        format!("{tenant}.{user}.{project}"),
        format!("99999999999.1.{user}"),
        format!("1.18446744073709551615.{user}"),
        format!("-1.1.{user}"),
        format!("{tenant}."),
    ] {
        for body in everywhere(&mut root, &nothing).await {
            assert!(!body.contains(&format!("/admin/projects/{tenant}.{project}/")), "{nothing}: {body}");
        }
        root.get(&asked("/admin/find/", &nothing)).await.expect(200).saying("Nothing found");
    }
}

#[tokio::test]
async fn what_a_person_has_is_a_way_on_from_the_person() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let user = town.acme.user;
    let (sessions, memberships) =
        (format!("/admin/sessions/?person={user}"), format!("/admin/memberships/?person={user}"));
    for q in ["ali", " ALICE", &user.to_string()] {
        for body in everywhere(&mut root, q).await {
            assert!(
                body.contains("Sessions of alice") && body.contains("Memberships of alice"),
                "{q}: {body}"
            );
            assert!(body.contains(&format!("href=\"{sessions}\"")), "{q}: {body}");
            assert!(body.contains(&format!("href=\"{memberships}\"")), "{q}: {body}");
        }
    }
    root.get(&memberships).await.expect(200).saying("acme").silent_on("globex");
    // Who is found by a name was hardly meant by a username.
    let named = "update auth.users set display_name = 'Bob the gus' where login = 'gus'";
    town.database.superuser().await.batch_execute(named).await.unwrap();
    root.get("/admin/find/?q=bob").await.expect(200).saying("Bob the gus").silent_on("Sessions of");
    // In the palette two people have them, and what else was found is seen below.
    for login in ["zoe1", "zoe2", "zoe3"] {
        create_user(&town.database, UserId::new(), login, false).await;
    }
    let body = root.hx().get("/admin/find/quick/?q=zoe").await.expect(200).body;
    assert_eq!(body.matches("Sessions of zoe").count(), 2, "{body}");
    let body = root.get("/admin/find/?q=zoe").await.expect(200).saying("3 found").body;
    assert_eq!(body.matches("Sessions of zoe").count(), 3, "{body}");
}

#[tokio::test]
async fn every_list_and_every_form_for_a_new_one_is_reached_by_its_name() {
    let town = Town::new().await;
    let root = town.root().await;
    for (q, href) in [
        ("tenants", "tenants/"),
        ("people", "users/"),
        ("memberships", "memberships/"),
        ("projects", "projects/"),
        ("tasks", "tasks/"),
        ("sessions", "sessions/"),
        ("tenants' trails", "audit/"),
        ("installation trail", "trail/"),
        ("add tenant", "tenants/create/"),
        ("Add a tenant", "tenants/create/"),
        ("add  a person", "users/create/"),
        ("a membership", "memberships/create/"),
        ("add pro", "projects/create/"),
        ("add task", "tasks/create/"),
    ] {
        let body = root.hx().get(&asked("/admin/find/quick/", q)).await.expect(200).body;
        assert!(body.contains(&format!("href=\"/admin/{href}\"")), "{q}: {body}");
    }
    crate::harness::create_support(&town.database, "sue").await;
    let sue = town.signed_in("sue").await;
    let body = sue.hx().get("/admin/find/quick/?q=add").await.expect(200).body;
    assert!(!body.contains("/create/"), "{body}");
}
