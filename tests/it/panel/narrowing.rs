//! Several values of a filter, numbers, and whether there is something: what each lets through and nothing else, in every order, in
//! files, in figures and for acts on all that match.

use super::{
    WHY, fill,
    lists::{ids, walk},
    text,
};
use crate::harness::{Browser, Town};

/// A few of everything that can be asked for: tenants without people, with nine and with ten; people without a tenant.
pub(super) async fn various(town: &Town) {
    fill(&town.database, 130, 3).await;
    let various = "set session_replication_role = replica;
      insert into auth.users (user_id, login, display_name, salt, verifier, memory_kib, iterations, lanes, superuser, support)
        select gen_random_uuid(), 'alone-' || n, 'Alone ' || n, substr(sha256('a'), 1, 16), sha256('b'), 1, 1, 1, n % 3 = 0, n % 3 = 1 from generate_series(1, 12) n;
      delete from app.members m using app.tenants t where t.tenant_id = m.tenant_id and t.slug in ('town-1', 'town-2', 'town-5');
      delete from auth.memberships m using app.tenants t where t.tenant_id = m.tenant_id and t.slug in ('town-1', 'town-2', 'town-5');
      insert into app.members (tenant_id, user_id, display_name, role)
        select t.tenant_id, u.user_id, 'Guest', case when u.login < 'alone-3' then 'viewer' else 'admin' end
        from app.tenants t, auth.users u where t.slug = 'town-1' and u.login like 'alone-%' and u.login not in ('alone-1', 'alone-2', 'alone-3');
      insert into app.members (tenant_id, user_id, display_name, role)
        select t.tenant_id, u.user_id, 'Guest', 'viewer'
        from app.tenants t, auth.users u where t.slug = 'town-2' and u.login like 'alone-%' and u.login not in ('alone-1', 'alone-2');
      insert into auth.memberships (user_id, tenant_id) select user_id, tenant_id from app.members on conflict do nothing;
      delete from app.tasks k using app.projects p where p.tenant_id = k.tenant_id and p.id = k.project_id and p.name like 'Project 9%';
      delete from app.projects p using app.tenants t where t.tenant_id = p.tenant_id and t.slug in ('town-3', 'town-4');
      update app.tasks set completed_at = now() - interval '3 days' where id in (select id from app.tasks where completed_at is not null order by id limit 40);
      delete from auth.sessions s using auth.users u where u.user_id = s.user_id and u.login like 'person-1%';
      update auth.sessions s set seen_at = now() - interval '3 days' from auth.users u where u.user_id = s.user_id and u.login like 'person-2%';
      update auth.sessions s set tenant_id = m.tenant_id from auth.memberships m, auth.users u
        where m.user_id = s.user_id and u.user_id = s.user_id and u.login like 'person-3%';
      insert into auth.second_factors (user_id, secret, active_since)
        select user_id, sha256(login::bytea), case when login <> 'alone-3' then now() end from auth.users where login in ('alone-1', 'alone-3', 'alone-6')";
    town.database.superuser().await.batch_execute(various).await.unwrap();
}

const MEMBERS: &str = "(select count(*) from app.members m where m.tenant_id = t.tenant_id)";
const PROJECTS: &str = "(select count(*) from app.projects p where p.tenant_id = t.tenant_id)";

/// What is asked, and the rows that PostgreSQL is asked for in other words.
fn asked() -> Vec<(&'static str, &'static str, String)> {
    let tenants = |condition: &str| format!("select tenant_id::text from app.tenants t where {condition}");
    let users = |condition: &str| format!("select user_id::text from auth.users u where {condition}");
    let kind = "case when superuser then 'superuser' when support then 'support' else 'person' end";
    let members =
        |condition: &str| format!("select tenant_id || '.' || user_id from app.members where {condition}");
    let projects = |condition: &str| {
        format!(
            "select tenant_id || '.' || id from app.projects p where (select count(*) from app.tasks k where k.tenant_id = p.tenant_id and k.project_id = p.id) {condition}"
        )
    };
    let tasks = |condition: &str| format!("select tenant_id || '.' || id from app.tasks where {condition}");
    let of = "(select count(*) from auth.memberships m where m.user_id = u.user_id)";
    let seen = "(select max(seen_at) from auth.sessions s where s.user_id = u.user_id)";
    let sessions = |condition: &str| {
        format!(
            "select session_id::text from auth.sessions join auth.users using (user_id) where {condition}"
        )
    };
    let factor = "(select user_id from auth.second_factors where active_since is not null)";
    vec![
        ("tenants", "status=suspended,archived", tenants("status in ('suspended', 'archived')")),
        ("tenants", "status=suspended,archived,deleted", tenants("status <> 'active'")),
        ("tenants", "members=0", tenants(&format!("{MEMBERS} = 0"))),
        ("tenants", "members=9", tenants(&format!("{MEMBERS} = 9"))),
        ("tenants", "members=10..", tenants(&format!("{MEMBERS} >= 10"))),
        ("tenants", "members=..9", tenants(&format!("{MEMBERS} <= 9"))),
        (
            "tenants",
            "members=1..9&projects=1..",
            tenants(&format!("{MEMBERS} between 1 and 9 and {PROJECTS} > 0")),
        ),
        ("tenants", "projects=0", tenants(&format!("{PROJECTS} = 0"))),
        ("tenants", "removal=ever", tenants("purge_after is not null")),
        (
            "tenants",
            "removal=never&status=active,deleted",
            tenants("purge_after is null and status in ('active', 'deleted')"),
        ),
        ("users", "kind=support,superuser", users("superuser or support")),
        (
            "users",
            "kind=person,support&status=active",
            users(&format!("{kind} <> 'superuser' and status = 'active'")),
        ),
        ("users", "tenants=0", users(&format!("{of} = 0"))),
        ("users", "tenants=1..2", users(&format!("{of} between 1 and 2"))),
        ("users", "seen=never", users(&format!("{seen} is null"))),
        ("users", "seen=ever", users(&format!("{seen} is not null"))),
        ("users", "seen=1+day", users(&format!("{seen} >= now() - interval '1 day'"))),
        (
            "users",
            "seen=7+days&tenants=1..",
            users(&format!("{seen} >= now() - interval '7 days' and {of} > 0")),
        ),
        ("users", "second_factor=on", users(&format!("user_id in {factor}"))),
        (
            "users",
            "second_factor=off&kind=support,superuser",
            users(&format!("user_id not in {factor} and (superuser or support)")),
        ),
        ("memberships", "role=admin,viewer", members("role in ('admin', 'viewer')")),
        ("memberships", "role=owner,admin,viewer", members("role <> 'member'")),
        ("projects", "tasks=0", projects("= 0")),
        ("projects", "tasks=2..", projects(">= 2")),
        ("projects", "tasks=1", projects("= 1")),
        ("tasks", "completed=never", tasks("completed_at is null")),
        ("tasks", "completed=ever", tasks("completed_at is not null")),
        ("tasks", "completed=1+day", tasks("completed_at >= now() - interval '1 day'")),
        ("tasks", "completed=7+days&state=done", tasks("completed_at >= now() - interval '7 days'")),
        ("sessions", "works_in=none", sessions("tenant_id is null")),
        ("sessions", "works_in=some", sessions("tenant_id is not null")),
        (
            "sessions",
            "kind=superuser,support&works_in=none",
            sessions("(superuser or support) and tenant_id is null"),
        ),
        (
            "audit",
            "act=insert,delete",
            "select era || '.' || xid::text || '.' || id from app.audit where act in ('insert', 'delete')"
                .to_owned(),
        ),
    ]
}

fn orders(list: &str) -> &'static [&'static str] {
    match list {
        "tenants" => &["-created", "name", "-name", "status", "-status"],
        "users" => &["created", "login", "-login", "status", "-status"],
        "memberships" => &["-created", "person", "-person", "role", "-role"],
        "projects" => &["-created", "name", "-name"],
        "tasks" => &["-created", "title", "-title"],
        "sessions" => &["-created", "seen", "-seen"],
        _ => &["-created", "created"],
    }
}

#[tokio::test]
async fn each_value_lets_through_what_it_says_in_every_order() {
    let town = Town::new().await;
    various(&town).await;
    let mut root = town.root().await;
    for (list, query, wanted) in asked() {
        let rows = town.database.superuser().await.query(&wanted, &[]).await.unwrap();
        let mut wanted: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        wanted.sort();
        assert!(!wanted.is_empty(), "{list}?{query} tries nothing");
        for order in orders(list) {
            let mut found = walk(&mut root, list, &format!("?{query}&sort={order}&per=25")).await;
            found.sort();
            assert!(
                found == wanted,
                "{list}?{query} by {order}: {} rows, and {} are so",
                found.len(),
                wanted.len()
            );
        }
        // Its file, its figure, and what an act on all that match would meet, are of the same rows.
        let file = root.get(&format!("/admin/{list}/export.csv?{query}")).await.expect(200);
        assert_eq!(file.body.lines().count(), wanted.len() + 1, "{list}?{query}");
        let page = root.get(&format!("/admin/{list}/?{query}")).await.expect(200).saying("class=\"chips\"");
        let said = format!("role=\"status\">{} ", wanted.len());
        assert!(page.body.contains(&said), "{list}?{query} says {said}");
        act_on_all(&mut root, list, query, &wanted).await;
    }
}

async fn act_on_all(root: &mut Browser, list: &str, query: &str, wanted: &[String]) {
    let action = match list {
        "tenants" => "restore",
        "users" => "activate",
        "memberships" => "remove",
        "projects" | "tasks" => "delete",
        "sessions" => "end",
        _ => return,
    };
    if wanted.len() < 2 {
        return;
    }
    // Of one page, so that it is offered also where each row is counted for.
    let listing = format!("/admin/{list}/?{query}&per=200");
    let ask = [("action", action), ("id", wanted[0].as_str()), ("listing", listing.as_str())];
    let page = root.post(&format!("/admin/{list}/act/"), &ask).await.expect(200);
    let weighed = ["members=", "projects=", "tasks=", "tenants=", "seen="];
    if wanted.len() > 200 && weighed.iter().any(|name| query.contains(name)) {
        page.silent_on("that are listed");
    } else {
        page.saying(&format!("All {} ", wanted.len()));
    }
}

/// Of one value in two orders as of several; where rows are picked out one by one, the second order is left out, and that is said.
#[tokio::test]
async fn several_values_go_with_two_orders_or_the_second_is_left_out() {
    let town = Town::new().await;
    various(&town).await;
    let mut root = town.root().await;
    for (list, query, sort) in [
        ("tenants", "status=suspended,archived", "status,name"),
        ("tenants", "status=suspended,archived,deleted", "-status,-created"),
        ("memberships", "role=owner,viewer", "role,-person"),
        ("memberships", "role=admin,viewer", "-role,created"),
    ] {
        let mut one = walk(&mut root, list, &format!("?{query}")).await;
        let mut two = walk(&mut root, list, &format!("?{query}&sort={sort}&per=25")).await;
        one.sort();
        two.sort();
        assert!(one == two && !one.is_empty(), "{list}?{query} by {sort}");
    }
    for query in [
        "users/?kind=person,support&sort=status,login",
        "users/?tenants=0&sort=status,-created",
        "users/?second_factor=on&sort=status,login",
        "users/?seen=never&sort=-status,login",
        "tenants/?members=..9&sort=status,name",
        "tenants/?removal=ever&sort=status,name",
        "tenants/?q=*own&sort=status,name",
        "memberships/?q=*son&sort=role,person",
    ] {
        let page = root.get(&format!("/admin/{query}")).await.expect(200);
        let page = page.saying("Left out, because it makes no sense here: a second order");
        assert!(!page.body.contains("class=\"then\""), "{query} offers another");
        let list = query.split('/').next().unwrap();
        let narrowed = ids(list, &page.body).len();
        let all = ids(list, &root.get(&format!("/admin/{list}/?per=200")).await.body).len();
        assert!(narrowed > 0 && narrowed < all, "{query} is narrowed all the same");
    }
}

/// What is told of a second factor is that it is in force: on the page of its person, and to the role that reads, and nothing else.
#[tokio::test]
async fn a_second_factor_is_told_and_nothing_of_it() {
    let town = Town::new().await;
    various(&town).await;
    let mut root = town.root().await;
    for (login, said) in [("alone-1", "set up"), ("alone-2", "not set up"), ("alone-3", "not set up")] {
        let id = text(&town, &format!("select user_id::text from auth.users where login = '{login}'")).await;
        let page = root.get(&format!("/admin/users/{id}/")).await.expect(200);
        page.saying(&format!("<dt>Second factor</dt><dd><span dir=\"auto\">{said}</span></dd>"));
    }
    let admin = town.database.role("rowhouse_admin").await;
    let inside = admin.query("select user_id from auth.second_factors", &[]).await.unwrap();
    assert_eq!(inside.len(), 2, "one that was begun and is not in force is none");
    for column in ["secret", "active_since", "last_step", "failures", "created_at", "*"] {
        let refused = admin.query(&format!("select {column} from auth.second_factors"), &[]).await;
        assert!(refused.is_err(), "rowhouse_admin reads {column}");
    }
    assert!(admin.query("select from auth.recovery_codes", &[]).await.is_err());
    // Nobody's is told to a tenant.
    let app = town.database.role("rowhouse_app").await;
    assert!(app.query("select from auth.second_factors", &[]).await.is_err());
    let one = text(&town, "select user_id::text from auth.users where login = 'alone-1'").await;
    let reset = [
        ("action", "second-factor"),
        ("id", one.as_str()),
        ("confirmed", "yes"),
        ("listing", "/admin/users/"),
        WHY,
    ];
    root.post("/admin/users/act/", &reset).await.expect(303);
}
