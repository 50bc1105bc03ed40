//! What a page of the panel costs, in rows that PostgreSQL touches: a figure that no clock disturbs, and that must not grow
//! with the table.

use std::fs;

use serde_json::Value;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::fill;
use crate::harness::Database;

/// Rows that a plan touched: those that each of its nodes gave, and those it left out.
pub(super) fn touched(node: &Value) -> f64 {
    let of = |key: &str| node[key].as_f64().unwrap_or_default();
    let here = (of("Actual Rows") + of("Rows Removed by Filter") + of("Rows Removed by Index Recheck"))
        * of("Actual Loops");
    here + node["Plans"].as_array().into_iter().flatten().map(touched).sum::<f64>()
}

pub(super) fn text_of(statement: &str) -> String {
    fs::read_to_string(format!("{}/sql/admin/{statement}.sql", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

async fn cost(admin: &Client, statement: &str, arguments: &str) -> f64 {
    let types = if statement.ends_with("facets") {
        "uuid, text, jsonb"
    } else if statement.ends_with("affected") {
        "text[]"
    } else {
        "uuid, text, jsonb, text, text, text, bigint"
    };
    touched(&run(admin, &text_of(statement), types, arguments).await)
}

/// The plan of a statement that was run, with what each of its nodes gave.
pub(super) async fn run(admin: &Client, text: &str, types: &str, arguments: &str) -> Value {
    let script = format!(
        "prepare asked ({types}) as {text}; explain (analyze, timing off, format json) execute asked ({arguments}); deallocate asked"
    );
    let answers = admin.simple_query(&script).await.unwrap_or_else(|failure| panic!("{failure:?}: {text}"));
    let json: String = answers
        .iter()
        .filter_map(|answer| if let SimpleQueryMessage::Row(row) = answer { row.get(0) } else { None })
        .collect();
    serde_json::from_str::<Value>(&json).unwrap()[0]["Plan"].clone()
}

/// What is asked of each list, with what it may touch: what an index leads to, or a stretch of so many rows.
pub(super) const FEW: f64 = 6_000.0;
const STRETCH: f64 = 120_000.0;
const ASKED: [(&str, &str, f64); 22] = [
    ("tenants/list", "null, null, '{}', '-created', null, null, 51", FEW),
    ("tenants/list", "null, null, '{}', 'name', null, null, 51", FEW),
    ("tenants/list", "null, 'town 19', '{}', '-created', null, null, 51", FEW),
    ("tenants/list", "null, null, '{\"status\": \"suspended\"}', '-created', null, null, 51", FEW),
    ("users/list", "null, null, '{}', '-login', null, null, 51", FEW),
    ("users/list", "null, 'person-199', '{}', 'login', null, null, 51", FEW),
    ("users/list", "null, null, '{\"kind\": \"superuser\"}', '-created', null, null, 51", FEW),
    ("users/list", "null, null, '{\"kind\": \"support\"}', '-created', null, null, 51", FEW),
    ("memberships/list", "null, null, '{}', '-created', null, null, 51", FEW),
    ("memberships/list", "null, 'person 199', '{}', 'person', null, null, 51", FEW),
    ("memberships/list", "null, null, '{\"role\": \"owner\"}', 'created', null, null, 51", FEW),
    ("projects/list", "null, null, '{}', 'name', null, null, 51", FEW),
    ("projects/list", "null, 'project 99', '{}', 'name', null, null, 51", FEW),
    ("tasks/list", "null, null, '{}', '-created', null, null, 51", FEW),
    ("tasks/list", "null, null, '{}', 'title', null, null, 51", FEW),
    ("tasks/list", "null, 'abc', '{}', 'title', null, null, 51", FEW),
    ("tasks/list", "null, null, '{\"created\": \"1 day\"}', '-created', null, null, 51", FEW),
    ("tasks/list", "null, null, '{\"state\": \"done\"}', '-created', null, null, 51", STRETCH),
    ("tasks/facets", "null, null, '{}'", STRETCH),
    ("users/facets", "null, null, '{}'", STRETCH),
    ("audit/list", "null, null, '{}', '-created', null, null, 51", FEW),
    ("audit/list", "null, null, '{\"act\": \"delete\"}', '-created', null, null, 51", STRETCH),
];

#[tokio::test]
async fn a_page_of_many_rows_touches_few() {
    let database = Database::migrated().await;
    fill(&database, 2_000, 30).await;
    database.superuser().await.batch_execute("vacuum (analyze)").await.unwrap();
    let admin = database.role("rowhouse_admin").await;
    let planned: String = admin.query_one("show plan_cache_mode", &[]).await.unwrap().get(0);
    assert_eq!(
        planned, "force_custom_plan",
        "each page is planned for what it asks: see sql/bootstrap/cluster.sql"
    );
    let mut costly = Vec::new();
    for (statement, arguments, bound) in ASKED {
        let cost = cost(&admin, statement, arguments).await;
        if cost > bound {
            costly.push(format!("{statement} ({arguments}) touches {cost} rows, and may {bound}"));
        }
    }
    assert!(costly.is_empty(), "{}", costly.join("\n"));
}

/// The alarm rings: without an index, a page touches the whole table.
#[tokio::test]
async fn a_missing_index_of_the_panel_is_seen() {
    let database = Database::migrated().await;
    fill(&database, 500, 30).await;
    let superuser = database.superuser().await;
    superuser.batch_execute("drop index app.tasks_by_title").await.unwrap();
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    let admin = database.role("rowhouse_admin").await;
    let cost = cost(&admin, "tasks/list", "null, null, '{}', 'title', null, null, 51").await;
    assert!(cost > FEW, "{cost}");
}

/// Orders and days, each with the index that leads to them, in tables of 8,000 tenants, and of 16,000 people, memberships,
/// projects and sessions.
const LED: [(&str, &str, &str); 17] = [
    ("app.tenants_by_status", "tenants/list", "null, null, '{}', 'status', null, null, 51"),
    ("app.tenants_by_status", "tenants/list", "null, null, '{}', '-status', null, null, 51"),
    (
        "app.tenants_newest",
        "tenants/list",
        "null, null, '{\"created\": \"2023-11-14..2023-11-14\"}', '-created', null, null, 51",
    ),
    (
        "app.tenants_newest",
        "tenants/list",
        "null, null, '{\"created\": \"2024-01-01..2024-01-31\"}', 'created', null, null, 51",
    ),
    ("auth.users_by_status", "users/list", "null, null, '{}', 'status', null, null, 51"),
    (
        "auth.users_by_status",
        "users/list",
        "null, null, '{}', '-status', 'active', '018bcfe5-687b-7002-a000-000000001803', 51",
    ),
    (
        "auth.users_newest",
        "users/list",
        "null, null, '{\"created\": \"..2023-11-14\"}', '-created', null, null, 51",
    ),
    ("app.members_by_role", "memberships/list", "null, null, '{}', 'role', null, null, 51"),
    ("app.members_by_role", "memberships/list", "null, null, '{}', '-role', null, null, 51"),
    (
        "app.members_newest",
        "memberships/list",
        // From PostgreSQL 18 on, the index on roles leads to a day on which nobody came as well: it skips from role to role.
        "null, null, '{\"created\": \"2020-01-01..\"}', '-created', null, null, 51",
    ),
    (
        "app.projects_newest",
        "projects/list",
        "null, null, '{\"created\": \"2024-01-01..\"}', '-created', null, null, 51",
    ),
    (
        "app.projects_newest",
        "projects/list",
        "null, null, '{\"created\": \"2023-11-14..\"}', 'created', null, null, 51",
    ),
    (
        "app.tasks_newest",
        "tasks/list",
        "null, null, '{\"created\": \"2023-11-14..2023-11-14\"}', '-created', null, null, 51",
    ),
    (
        "app.tasks_newest",
        "tasks/list",
        "null, null, '{\"created\": \"2024-01-01..2024-12-31\"}', 'created', null, null, 51",
    ),
    ("auth.sessions_seen", "sessions/list", "null, null, '{}', '-seen', null, null, 51"),
    ("auth.sessions_seen", "sessions/list", "null, null, '{}', 'seen', null, null, 51"),
    (
        "auth.sessions_created",
        "sessions/list",
        "null, null, '{\"created\": \"2020-01-01..2020-12-31\"}', '-created', null, null, 51",
    ),
];

#[tokio::test]
async fn each_order_and_period_is_led_by_its_index_and_costly_without_it() {
    let database = Database::migrated().await;
    fill(&database, 8_000, 1).await;
    let superuser = database.superuser().await;
    // What leads by two orders at once would help out in part (`orders.rs` has those).
    let two = "drop index app.tenants_by_status_name, auth.users_by_status_login, app.members_by_role_name";
    superuser.batch_execute(two).await.unwrap();
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    let admin = database.role("rowhouse_admin").await;
    let mut wrong = Vec::new();
    for (index, statement, arguments) in LED {
        let with = cost(&admin, statement, arguments).await;
        let text = format!("select pg_get_indexdef('{index}'::regclass)");
        let text: String = superuser.query_one(&text, &[]).await.unwrap().get(0);
        superuser.batch_execute(&format!("drop index {index}")).await.unwrap();
        let without = cost(&admin, statement, arguments).await;
        superuser.batch_execute(&text).await.unwrap();
        if with > FEW || without < FEW {
            wrong.push(format!(
                "{statement} ({arguments}) touches {with} rows, and {without} without {index}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The people of one tenant among many: they are looked up, and not picked out of all. That is what the array in the statement
/// is for: what stands in its place is seen.
#[tokio::test]
async fn the_people_of_a_tenant_are_looked_up_among_all() {
    const LOOKED_UP: &str = "= any (array(select m.user_id from auth.memberships m where m.tenant_id = $1))";
    const PICKED_OUT: &str = "in (select m.user_id from auth.memberships m where m.tenant_id = $1)";
    let database = Database::migrated().await;
    fill(&database, 8_000, 1).await;
    let superuser = database.superuser().await;
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    let tenant = "select tenant_id::text from app.tenants where slug = 'town-1'";
    let tenant: String = superuser.query_one(tenant, &[]).await.unwrap().get(0);
    let admin = database.role("rowhouse_admin").await;
    let types = "uuid, text, jsonb, text, text, text, bigint";
    for order in ["-created", "created", "login", "-login", "status", "-status"] {
        let arguments = format!("'{tenant}', null, '{{}}', '{order}', null, null, 51");
        let text = text_of("users/list");
        let cost = touched(&run(&admin, &text, types, &arguments).await);
        assert!(cost < FEW, "{order}: {cost}");
        let picked_out = text.replace(LOOKED_UP, PICKED_OUT);
        assert_ne!(picked_out, text);
        let cost = touched(&run(&admin, &picked_out, types, &arguments).await);
        assert!(cost > FEW, "{order}: {cost} without the array");
    }
    for (statement, places) in [("users/facets", "null, '{}'"), ("users/all", "null, '{}'")] {
        let types = "uuid, text, jsonb";
        let cost = touched(&run(&admin, &text_of(statement), types, &format!("'{tenant}', {places}")).await);
        assert!(cost < FEW, "{statement}: {cost}");
    }
}

/// What an act meets is counted to a bound, however much that is: of two thousand tenants, and of ten thousand tasks.
#[tokio::test]
async fn what_an_act_meets_is_counted_to_a_bound() {
    let database = Database::migrated().await;
    fill(&database, 2_000, 30).await;
    database.superuser().await.batch_execute("vacuum (analyze)").await.unwrap();
    let admin = database.role("rowhouse_admin").await;
    let mut costly = Vec::new();
    for (statement, ids) in [
        ("tenants/affected", "select tenant_id::text from app.tenants"),
        ("users/affected", "select user_id::text from auth.users"),
        ("memberships/affected", "select tenant_id || '.' || user_id from app.members"),
        ("projects/affected", "select tenant_id || '.' || id from app.projects"),
        ("tasks/affected", "select tenant_id || '.' || id from app.tasks limit 10000"),
        ("sessions/affected", "select session_id::text from auth.sessions"),
        ("tasks/affected", "select tenant_id || '.' || id from app.tasks limit 1"),
        ("tenants/affected", "select tenant_id::text from app.tenants limit 1"),
    ] {
        let few = ids.ends_with("limit 1");
        let named = format!("select quote_literal(array(select id from ({ids}) named (id)))");
        let named: String = admin.query_one(&named, &[]).await.unwrap().get(0);
        let cost = cost(&admin, statement, &named).await;
        let bound = if few { FEW } else { STRETCH };
        if cost > bound {
            costly.push(format!("{statement} ({ids}) touches {cost} rows, and may {bound}"));
        }
    }
    assert!(costly.is_empty(), "{}", costly.join("\n"));
}

/// What is named on a form is looked for in its tenant alone, however many others have the same.
#[tokio::test]
async fn what_is_named_on_a_form_is_found_in_its_tenant() {
    let database = Database::migrated().await;
    fill(&database, 2_000, 10).await;
    let superuser = database.superuser().await;
    superuser.batch_execute("update app.projects set name = 'Website'").await.unwrap();
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    let admin = database.role("rowhouse_admin").await;
    let place = "select quote_literal(p.tenant_id) || ',' || quote_literal(p.id) from app.projects p join app.tenants t using (tenant_id) where slug = 'town-1' limit 1";
    let place: String = superuser.query_one(place, &[]).await.unwrap().get(0);
    let (tenant, project) = place.split_once(',').unwrap();
    for (statement, types, arguments) in [
        ("named/projects", "text, uuid", format!("'website', {tenant}")),
        ("projects/find", "text", format!("{tenant} || '.' || {project}")),
        ("find/projects_of", "text, bigint, uuid", format!("'web', 10, {tenant}")),
        ("tasks/project", "uuid, uuid", format!("{tenant}, {project}")),
    ] {
        let cost = touched(&run(&admin, &text_of(statement), types, &arguments).await);
        assert!(cost < 100.0, "{statement} ({arguments}): {cost}");
    }
}
