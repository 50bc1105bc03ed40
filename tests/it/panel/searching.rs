//! What is searched for anywhere in a name, and not at its beginning: found in every list that can, a stretch at a time, with the way
//! there and back; and what a page of it may touch, as of all that is picked out row by row.

use super::{
    fill,
    lists::{ids, walk},
    work::{FEW, run, text_of, touched},
};
use crate::harness::{Database, Town};

#[tokio::test]
async fn what_stands_anywhere_in_a_name_is_found_in_every_order() {
    let town = Town::new().await;
    fill(&town.database, 130, 3).await;
    let names = "set session_replication_role = replica;
      update app.tenants set name = 'Åsa & Søn 100%_' where slug = 'town-7';
      update app.tasks set title = 'Pay Ångström' where title like '1%'";
    let superuser = town.database.superuser().await;
    superuser.batch_execute(names).await.unwrap();
    let mut root = town.root().await;
    for (list, query, orders, counted) in [
        (
            "tenants",
            "*WN+12",
            &["-created", "name", "status"][..],
            "select count(*) from app.tenants where name like '%wn 12%'",
        ),
        (
            "tenants",
            "*n-12",
            &["created", "-name"],
            "select count(*) from app.tenants where slug like '%n-12%'",
        ),
        ("tenants", "*søn+100%25_", &["-created"], "select count(*) from app.tenants where slug = 'town-7'"),
        ("tenants", "*+åSA+", &["-created"], "select count(*) from app.tenants where slug = 'town-7'"),
        (
            "users",
            "*-13",
            &["-created", "login", "-status"],
            "select count(*) from auth.users where login like '%-13%'",
        ),
        (
            "users",
            "*RSON+9",
            &["login"],
            "select count(*) from auth.users where display_name like '%rson 9%'",
        ),
        (
            "memberships",
            "*son+9",
            &["person", "-role", "-created"],
            "select count(*) from app.members where display_name like '%son 9%'",
        ),
        (
            "projects",
            "*of+12",
            &["name", "-created"],
            "select count(*) from app.projects where name like '%of 12%'",
        ),
        (
            "tasks",
            "*ÅNGSTRÖM",
            &["title", "-title", "-created"],
            "select count(*) from app.tasks where title like '%Ångström'",
        ),
        (
            "tasks",
            "*ångström&state=done",
            &["title"],
            "select count(*) from app.tasks where title like '%Ångström' and completed_at is not null",
        ),
        (
            "sessions",
            "*-13",
            &["seen", "-created"],
            "select count(*) from auth.sessions join auth.users using (user_id) where login like '%-13%'",
        ),
    ] {
        let all = counted.replace("name like", "name ilike");
        let all: i64 = superuser.query_one(&all, &[]).await.unwrap().get(0);
        assert!(all > 0, "{list} {query} tries nothing");
        for order in orders {
            let found = walk(&mut root, list, &format!("?q={query}&sort={order}&per=25")).await;
            assert_eq!(found.len(), usize::try_from(all).unwrap(), "{list} {query} by {order}");
        }
        let page = root.get(&format!("/admin/{list}/?q={query}")).await.expect(200);
        page.saying(&format!("role=\"status\">{all} ")).saying("Search anywhere: <bdi>");
        let file = root.get(&format!("/admin/{list}/export.csv?q={query}")).await.expect(200);
        assert_eq!(file.body.lines().count(), usize::try_from(all).unwrap() + 1, "{list} {query}");
    }
    // Without the star it is how a name begins, as ever.
    assert!(walk(&mut root, "tenants", "?q=own").await.is_empty());
    assert_eq!(walk(&mut root, "tenants", "?q=åsa").await.len(), 1);
}

#[tokio::test]
async fn there_is_a_way_from_the_beginning_to_anywhere_and_back() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get("/admin/tasks/")
        .await
        .expect(200)
        .saying("With * before it, it is found anywhere in the title.")
        .saying("aria-describedby=\"q-help\"");
    root.get("/admin/tasks/?q=task&state=open")
        .await
        .expect(200)
        .saying("href=\"/admin/tasks/?q=*task&amp;state=open\">Search anywhere in the title</a>");
    root.get("/admin/tasks/?q=*task&state=open")
        .await
        .expect(200)
        .saying("href=\"/admin/tasks/?q=task&amp;state=open\">Only at the beginning</a>")
        .saying("name=\"q\" value=\"*task\"")
        .saying("/admin/tasks/export.csv?q=*task&amp;state=open");
    for nothing in ["*", "*+", "+*+", "*%00", "%00*"] {
        root.get(&format!("/admin/tasks/?q={nothing}"))
            .await
            .expect(200)
            .saying("Left out, because it makes no sense here: the search");
        root.get(&format!("/admin/tasks/export.csv?q={nothing}")).await.expect(400);
    }
    root.get(&format!("/admin/tasks/?q=*{}", "x".repeat(5_000))).await.expect(200).saying("Left out");
    // In a trail a username is found whole.
    for list in ["audit", "trail"] {
        root.get(&format!("/admin/{list}/?q=*roo"))
            .await
            .expect(200)
            .saying("the search “*roo”, since a username is found as a whole here");
        root.get(&format!("/admin/{list}/?q=root"))
            .await
            .expect(200)
            .silent_on("id=\"q-help\"")
            .silent_on("Left out");
    }
}

/// What is rare among many is found a stretch at a time, and the page says how far it looked: by searching and by counting.
#[tokio::test]
async fn a_page_says_how_far_it_searched_or_counted() {
    let town = Town::new().await;
    fill(&town.database, 2_500, 5).await;
    let superuser = town.database.superuser().await;
    let rare = "set session_replication_role = replica;
      update app.tasks set title = 'A needle here' where uuid_send(id) in (select uuid_send(id) from app.tasks order by uuid_send(id) limit 3);
      delete from app.members m using app.tenants t where t.tenant_id = m.tenant_id and t.slug in ('town-1', 'town-2', 'town-3')";
    superuser.batch_execute(rare).await.unwrap();
    let mut root = town.root().await;
    for (list, query, said) in [
        ("tasks", "q=*needle", "The 10\u{202f}000 that come next"),
        ("tenants", "members=0", "The 2\u{202f}000 that come next"),
    ] {
        let first = root
            .get(&format!("/admin/{list}/?{query}"))
            .await
            .expect(200)
            .saying("were looked through")
            .saying(said);
        assert!(ids(list, &first.body).is_empty());
        let (_, rest) = first.body.split_once("were looked through").unwrap();
        let on = rest.split_once("href=\"").unwrap().1.split('"').next().unwrap().replace("&amp;", "&");
        let second = root.get(&on).await.expect(200).silent_on("were looked through");
        assert_eq!(ids(list, &second.body).len(), 3, "{list}?{query}");
    }
    // Its figures are of as many.
    root.get("/admin/tenants/?members=2").await.expect(200).saying("of the newest 2\u{202f}000 tenants");
}

/// What has to be picked out of a list, and is not there: the page looks at its stretch in every order, and no further.
#[tokio::test]
async fn what_is_picked_out_costs_no_more_than_a_page_may() {
    // Of sessions each is joined with its person.
    const STRETCH: f64 = 160_000.0;
    let database = Database::migrated().await;
    fill(&database, 12_000, 3).await;
    database.superuser().await.batch_execute("vacuum (analyze)").await.unwrap();
    let admin = database.role("rowhouse_admin").await;
    let page = "uuid, text, jsonb, text, text, text, bigint";
    let mut wrong = Vec::new();
    for (list, q, filters, orders) in [
        ("tenants", "'*zzz'", "{}", &["-created", "name", "-status"][..]),
        ("tenants", "null", r#"{"members": "1000.."}"#, &["-created", "name", "-status"]),
        ("tenants", "null", r#"{"projects": "900", "status": "archived,deleted"}"#, &["-created", "name"]),
        (
            "tenants",
            "null",
            r#"{"status": "archived,deleted", "created": "..2020-01-01"}"#,
            &["-created", "name"],
        ),
        ("users", "'*zzz'", "{}", &["-created", "login", "status"]),
        ("users", "null", r#"{"kind": "support,superuser"}"#, &["-created", "login", "status"]),
        ("users", "null", r#"{"tenants": "9.."}"#, &["-created", "login", "status"]),
        ("users", "null", r#"{"seen": "never"}"#, &["-created", "-login"]),
        ("users", "null", r#"{"second_factor": "on"}"#, &["-created", "login", "status"]),
        ("memberships", "'*zzz'", "{}", &["-created", "person", "role"]),
        ("memberships", "null", r#"{"role": "admin,viewer"}"#, &["-created", "person", "-role"]),
        ("projects", "'*zzz'", "{}", &["-created", "name"]),
        ("projects", "null", r#"{"tasks": "1000.."}"#, &["-created", "-name"]),
        ("tasks", "'*zzz'", "{}", &["-created", "title"]),
        ("tasks", "null", r#"{"completed": "30 days", "state": "open"}"#, &["-created", "title"]),
        ("sessions", "'*zzz'", "{}", &["-created", "seen"]),
        ("sessions", "null", r#"{"works_in": "some"}"#, &["-created", "seen"]),
        ("audit", "null", r#"{"act": "visit,delete"}"#, &["-created", "created"]),
    ] {
        for order in orders {
            let arguments = format!("null, {q}, '{filters}', '{order}', null, null, 51");
            let cost = touched(&run(&admin, &text_of(&format!("{list}/list")), page, &arguments).await);
            if cost > STRETCH {
                wrong.push(format!("{list}/list ({arguments}) touches {cost} rows"));
            }
        }
        let arguments = format!("null, {q}, '{filters}'");
        let statement = format!("{list}/facets");
        let cost = touched(&run(&admin, &text_of(&statement), "uuid, text, jsonb", &arguments).await);
        if cost > STRETCH {
            wrong.push(format!("{statement} ({arguments}) touches {cost} rows"));
        }
    }
    // Where an index leads there is no stretch.
    for (list, filters) in [
        ("tenants", r#"{"status": "suspended"}"#),
        ("users", r#"{"kind": "support"}"#),
        ("memberships", r#"{"role": "owner"}"#),
    ] {
        let arguments = format!("null, null, '{filters}', '-created', null, null, 51");
        let cost = touched(&run(&admin, &text_of(&format!("{list}/list")), page, &arguments).await);
        if cost > FEW {
            wrong.push(format!("{list}/list ({arguments}) touches {cost} rows"));
        }
    }
    // One value in two orders, and several of what the first order goes by: each is walked to a page of it.
    for (statement, filters, sort) in [
        ("tenants/by_status", r#"{"status": "suspended,archived"}"#, "status,name"),
        ("tenants/by_status", r#"{"status": "deleted"}"#, "-status,-created"),
        ("memberships/by_role", r#"{"role": "member,viewer"}"#, "role,person"),
        ("users/by_status", r#"{"status": "deactivated"}"#, "status,login"),
    ] {
        let arguments = format!("null, null, '{filters}', '{sort}', null, null, 51");
        let cost = touched(&run(&admin, &text_of(statement), page, &arguments).await);
        if cost > FEW {
            wrong.push(format!("{statement} ({arguments}) touches {cost} rows"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is said of a search, how far it is looked for, and what is found are of one text.
#[tokio::test]
async fn a_star_in_quotation_marks_is_one() {
    let town = Town::new().await;
    fill(&town.database, 3, 1).await;
    let name = "set session_replication_role = replica; update app.tenants set name = 'On ab:cd' where slug = 'town-2'";
    town.database.superuser().await.batch_execute(name).await.unwrap();
    let mut root = town.root().await;
    for q in ["%22*ab:cd%22", "*ab:cd"] {
        let page = root.get(&format!("/admin/tenants/?q={q}")).await.expect(200).saying("On ab:cd");
        let page = page.saying("Found anywhere in").silent_on("Found at the beginning");
        // There and back, it stays a text.
        page.saying("?q=%22ab%3Acd%22\"").silent_on("Left out");
    }
    let page = root.get("/admin/tenants/?q=%22ab:cd%22").await.expect(200).silent_on("On ab:cd");
    page.saying("Found at the beginning").saying("?q=%22*ab%3Acd%22\"");
    let page = root.get("/admin/tenants/?q=%22*ab:cd%22&sort=status,name").await.expect(200);
    page.saying("a second order");
    // Where nothing is found anywhere, it is not looked for so either.
    root.get("/admin/trail/?q=%22*ab:cd%22").await.expect(200).saying("found as a whole here");
}
