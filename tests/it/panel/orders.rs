//! Lists in two orders at once: every row once and in its place, whichever way either goes and however many are alike; what a
//! page of it touches; and what is answered where there is no such order.

use tokio_postgres::Client;

use super::{
    fill,
    lists::walk,
    work::{FEW, run, text_of, touched},
};
use crate::harness::{Browser, Database, Town};

/// A list by its column of few values and then by another: as PostgreSQL is asked for all of it.
const PAIRS: [(&str, [&str; 2], &str, [&str; 2]); 6] = [
    (
        "tenants",
        ["status", "name"],
        "select tenant_id::text from app.tenants",
        [
            "left(status, 8) collate \"C\"",
            "left(app.searchable(name), 64) collate \"C\", uuid_send(tenant_id)",
        ],
    ),
    (
        "tenants",
        ["status", "created"],
        "select tenant_id::text from app.tenants",
        ["left(status, 8) collate \"C\"", "uuid_send(tenant_id)"],
    ),
    (
        "users",
        ["status", "login"],
        "select user_id::text from auth.users",
        ["left(status, 8) collate \"C\"", "login, uuid_send(user_id)"],
    ),
    (
        "users",
        ["status", "created"],
        "select user_id::text from auth.users",
        ["left(status, 8) collate \"C\"", "uuid_send(user_id)"],
    ),
    (
        "memberships",
        ["role", "person"],
        "select tenant_id || '.' || user_id from app.members",
        [
            "left(role, 1) collate \"C\"",
            "left(app.searchable(display_name), 64) collate \"C\", uuid_send(tenant_id), uuid_send(user_id)",
        ],
    ),
    (
        "memberships",
        ["role", "created"],
        "select tenant_id || '.' || user_id from app.members",
        ["left(role, 1) collate \"C\"", "created_at, uuid_send(tenant_id), uuid_send(user_id)"],
    ),
];

/// Each way that two orders can go together.
fn ways() -> impl Iterator<Item = (bool, bool)> {
    [(false, false), (false, true), (true, false), (true, true)].into_iter()
}

fn sort([first, then]: [&str; 2], (down, then_down): (bool, bool)) -> String {
    let sign = |down| if down { "-" } else { "" };
    format!("{}{first},{}{then}", sign(down), sign(then_down))
}

/// All ids in that order, in one statement.
async fn whole(
    superuser: &Client,
    of: &str,
    [first, then]: [&str; 2],
    (down, then_down): (bool, bool),
) -> Vec<String> {
    let way = |down| if down { " desc" } else { "" };
    let then: Vec<_> = then.split(", uuid").map(|key| format!("{key}{}", way(then_down))).collect();
    let query = format!("{of} order by {first}{}, {}", way(down), then.join(", uuid"));
    superuser.query(&query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// Many rows alike, names with commas in them, names at either end of all that there are, and usernames as long as they can be.
async fn alike(town: &Town) {
    let alike = "set session_replication_role = replica;
      update app.tenants set name = (array['Town', 'Town, Ltd', 'Éclair', '~', chr(1114111) || 'last', ',', 'active,b'])[1 + abs(hashtext(slug)) % 7];
      update app.members set display_name = (array['Sam', 'Sam, the second', 'Zoë', chr(1114111), 'a'])[1 + abs(hashtext(user_id::text)) % 5],
             role = (array['owner', 'admin', 'member', 'viewer'])[1 + abs(hashtext(tenant_id::text)) % 4],
             created_at = timestamptz '2026-02-01' + abs(hashtext(user_id::text)) % 5 * interval '1 day';
      update auth.users set login = login || ',x' where login like 'person-1%';
      update auth.users set login = rpad(login, 255, 'x') where login like 'person-%' and login not like 'person-1%';
      update auth.users set support = true where login like 'person-7%'";
    town.database.superuser().await.batch_execute(alike).await.unwrap();
}

#[tokio::test]
async fn every_row_is_seen_once_and_in_its_place_in_each_pair_of_orders() {
    let town = Town::new().await;
    fill(&town.database, 130, 1).await;
    alike(&town).await;
    let superuser = town.database.superuser().await;
    let mut root = town.root().await;
    for (list, orders, of, keys) in PAIRS {
        for ways in ways() {
            let sort = sort(orders, ways);
            let wanted = whole(&superuser, of, keys, ways).await;
            assert!(wanted.len() > 130);
            let found = walk(&mut root, list, &format!("?sort={sort}&per=25")).await;
            assert!(
                found == wanted,
                "{list} by {sort}: {} rows, and {} are there",
                found.len(),
                wanted.len()
            );
        }
    }
    // Narrowed, exported and in place as well.
    let found = walk(&mut root, "tenants", "?sort=status,-name&status=suspended&per=25").await;
    let few = "select tenant_id::text from app.tenants where status = 'suspended'";
    assert_eq!(found, whole(&superuser, few, PAIRS[0].3, (false, true)).await);
    let csv = root.get("/admin/memberships/export.csv?sort=-role,created").await.expect(200);
    let lines: Vec<_> =
        csv.body.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect();
    assert_eq!(lines, whole(&superuser, PAIRS[5].2, PAIRS[5].3, (true, false)).await);
    let first = whole(&superuser, PAIRS[4].2, PAIRS[4].3, (false, true)).await.remove(0);
    let sheet = root.get("/admin/memberships/rows/?sort=role,-person").await.expect(200);
    let shown = sheet.body.split("name=\"id\" value=\"").nth(1).unwrap();
    assert!(shown.starts_with(&first));
}

/// What a filter lets through in two orders is what it lets through in one, told in the same words.
#[tokio::test]
async fn each_filter_narrows_two_orders_as_it_narrows_one() {
    let town = Town::new().await;
    fill(&town.database, 130, 1).await;
    alike(&town).await;
    let mut root = town.root().await;
    let (tenant, person) = (town.acme.tenant, town.acme.user);
    let (in_tenant, of_person) = (format!("tenant={tenant}"), format!("person={person}"));
    for (list, orders, ..) in PAIRS {
        let filters = match list {
            "tenants" => vec![
                "status=active",
                "status=suspended",
                "status=archived",
                "status=deleted",
                "created=7+days",
            ],
            "users" => vec![
                "status=active",
                "status=deactivated",
                "kind=person",
                "kind=support",
                "kind=superuser",
                "created=7+days",
            ],
            _ => vec!["role=owner", "role=admin", "role=member", "role=viewer", "q=sam", of_person.as_str()],
        };
        for filter in filters.iter().chain([&"", &in_tenant.as_str()]) {
            let in_one = rows(&mut root, list, filter).await;
            assert!(!in_one.is_empty(), "{list}?{filter} tries nothing");
            for ways in ways() {
                let sort = sort(orders, ways);
                let in_two = rows(&mut root, list, &format!("{filter}&sort={sort}")).await;
                assert!(in_two == in_one, "{list}?{filter} by {sort}");
            }
        }
    }
}

/// The rows of a list as its file has them, whatever their order.
async fn rows(root: &mut Browser, list: &str, query: &str) -> Vec<String> {
    let file = root.get(&format!("/admin/{list}/export.csv?{query}")).await.expect(200);
    let mut rows: Vec<_> = file.body.lines().skip(1).map(str::to_owned).collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn heads_say_the_place_of_each_order_and_lead_to_the_others() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get("/admin/tenants/?sort=name").await.expect(200).silent_on("> by ").silent_on("class=\"then\"");
    root.get("/admin/tenants/?sort=status")
        .await
        .expect(200)
        .saying("class=\"then\" href=\"/admin/tenants/?sort=status%2Cname\"")
        .saying("then<span class=\"unseen\"> by Tenant</span>")
        .saying("class=\"then\" href=\"/admin/tenants/?sort=status%2C-created\"");
    let page = root.get("/admin/tenants/?sort=status,-name").await.expect(200).silent_on("Left out");
    assert_eq!(page.body.matches("aria-sort").count(), 1, "of the first alone");
    page.saying("<span class=\"place\" aria-hidden=\"true\">1</span><span class=\"unseen\">, sorted by first</span>")
        .saying("<span class=\"place\" aria-hidden=\"true\">2</span><span class=\"unseen\">, sorted by second, descending</span>")
        // A third click takes out what goes the other way already; the other stays.
        .saying("href=\"/admin/tenants/?sort=status\" hx-get")
        .saying("href=\"/admin/tenants/?sort=-status%2C-name\" hx-get")
        // It is kept.
        .saying("/admin/tenants/?status=active&amp;sort=status%2C-name")
        .saying("name=\"sort\" value=\"status,-name\"");
    root.get("/admin/tenants/?sort=-status,-name")
        .await
        .expect(200)
        .saying("href=\"/admin/tenants/?sort=-name\" hx-get");
    for list in ["projects", "tasks", "sessions", "audit", "trail"] {
        root.get(&format!("/admin/{list}/?sort=created")).await.expect(200).silent_on("class=\"then\"");
    }
}

#[tokio::test]
async fn two_orders_that_make_no_sense_are_said_and_left_out() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for query in [
        "tenants/?sort=name,status",
        "tenants/?sort=status,status",
        "tenants/?sort=status,",
        "tenants/?sort=,name",
        "tenants/?sort=status,name,created",
        "tenants/?sort=status,slug",
        "users/?sort=status,name",
        "tasks/?sort=title,created",
        "memberships/?sort=role%27,person",
        "memberships/?sort=role,created&at=m,99999999999999999999&after=1",
    ] {
        root.get(&format!("/admin/{query}"))
            .await
            .expect(200)
            .saying("Left out, because it makes no sense here");
    }
    let (tenant, user) = (town.acme.tenant, town.acme.user);
    for at in [
        "",
        "x",
        ",",
        "m",
        "m,",
        "m,1",
        "m,9999999999999999999999",
        "active",
        "active,",
        "active,%00",
        "%F4%8F%BF%BF",
        ",,,",
    ] {
        for query in ["role,created", "-role,-created", "role,person", "-role,person"] {
            let path = format!("/admin/memberships/?sort={query}&at={at}&after={tenant}.{user}");
            root.get(&path).await.expect(200);
        }
        for query in ["status,name", "-status,-name", "status,-created"] {
            root.get(&format!("/admin/tenants/?sort={query}&at={at}&after={tenant}")).await.expect(200);
        }
        for query in ["status,login", "-status,-login", "status,-created"] {
            root.get(&format!("/admin/users/?sort={query}&at={at}&after={user}")).await.expect(200);
        }
    }
}

/// The first page and one from the middle, each way, among 8,000 tenants and 16,000 people and memberships; and without the index
/// that leads there.
#[tokio::test]
async fn a_page_in_two_orders_touches_few_rows_and_many_without_its_index() {
    let database = Database::migrated().await;
    fill(&database, 8_000, 1).await;
    let superuser = database.superuser().await;
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    let admin = database.role("rowhouse_admin").await;
    let types = "uuid, text, jsonb, text, text, text, bigint";
    let middle = |query: &'static str| {
        let superuser = &superuser;
        async move { superuser.query_one(query, &[]).await.unwrap().get::<_, String>(0) }
    };
    let tenant = middle(
        "select format('%L, %L', 'active,town 4000', tenant_id) from app.tenants where slug = 'town-4000'",
    )
    .await;
    let person = middle(
        "select format('%L, %L', 'active,' || login, user_id) from auth.users where login = 'person-4001-0'",
    )
    .await;
    let member = middle("select format('%L, %L', 'o,person 4000', tenant_id || '.' || user_id) from app.members where display_name = 'Person 4000' and role = 'owner'").await;
    let since = middle("select format('%L, %L', 'o,' || (extract(epoch from created_at) * 1000000)::bigint, tenant_id || '.' || user_id) from app.members where display_name = 'Person 4000' and role = 'owner'").await;
    let mut wrong = Vec::new();
    for (statement, orders, index, from) in [
        ("tenants/by_status", ["status", "name"], "app.tenants_by_status_name", &tenant),
        ("tenants/by_status", ["status", "created"], "app.tenants_by_status", &tenant),
        ("users/by_status", ["status", "login"], "auth.users_by_status_login", &person),
        ("users/by_status", ["status", "created"], "auth.users_by_status", &person),
        ("memberships/by_role", ["role", "person"], "app.members_by_role_name", &member),
        ("memberships/by_role", ["role", "created"], "app.members_role", &since),
    ] {
        let text = text_of(statement);
        let first = "null, null".to_owned();
        let asked: Vec<_> = ways()
            .flat_map(|ways| {
                [&first, from].map(|from| format!("null, null, '{{}}', '{}', {from}, 51", sort(orders, ways)))
            })
            .collect();
        for arguments in &asked {
            let cost = touched(&run(&admin, &text, types, arguments).await);
            if cost > FEW {
                wrong.push(format!("{statement} ({arguments}) touches {cost} rows"));
            }
        }
        let made = definition(&superuser, index).await;
        superuser.batch_execute(&format!("drop index {index}")).await.unwrap();
        let without = touched(&run(&admin, &text, types, &asked[0]).await);
        superuser.batch_execute(&made).await.unwrap();
        if without < FEW {
            wrong.push(format!("{statement} ({}) touches {without} rows without {index}", asked[0]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn definition(superuser: &Client, index: &str) -> String {
    let made = format!("select pg_get_indexdef('{index}'::regclass)");
    superuser.query_one(&made, &[]).await.unwrap().get(0)
}
