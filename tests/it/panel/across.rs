//! What is looked for in all tenants by how it begins or by its id (`src/admin/find`): by the indexes of the panel, and by
//! nothing that reads a table or a tenant through. tests/it/plans.rs leaves these out, since no tenant enters them.

use serde_json::Value;
use tokio_postgres::Client;

use super::{
    fill,
    work::{FEW, run, text_of, touched},
};
use crate::harness::Database;

/// The indexes that lead over all tenants (`migrations/V16__panel.sql`), and the keys that are unique in the installation.
const LEADING: [&str; 15] = [
    "tenants_newest",
    "tenants_by_name",
    "projects_newest",
    "projects_by_name",
    "tasks_newest",
    "tasks_by_title",
    "users_newest",
    "users_by_name",
    "tenants_pkey",
    "tenants_slug_key",
    "users_pkey",
    "users_login_key",
    "sessions_id_key",
    "trail_pkey",
    "trail_object_act",
];

/// What is found by a tenant and an id in it, for a row that was found already.
const WITHIN: [&str; 2] = ["projects_pkey", "tasks_pkey"];

const TYPED: &str = "text, bigint";

/// The statements, with what is looked for.
fn asked(task: &str) -> Vec<(&'static str, &'static str, String)> {
    let begins = |text: &str| format!("'{text}', 21");
    vec![
        ("find/tenants", TYPED, begins("town 19")),
        ("find/tenants", TYPED, begins("town-19")),
        ("find/people", TYPED, begins("person-19")),
        ("find/people", TYPED, begins("Person 19")),
        ("find/projects", TYPED, begins("project 9")),
        ("find/tasks", TYPED, begins("a")),
        ("find/tasks", TYPED, begins("nothing begins so")),
        ("find/by_id", "text", format!("'{task}'")),
    ]
}

/// What of a plan reads by something else than a named index that it enters.
fn faults(node: &Value) -> Vec<String> {
    let text = |key: &str| node[key].as_str().unwrap_or_default();
    let mut found = Vec::new();
    let relation = text("Relation Name");
    if text("Node Type") == "Seq Scan" {
        found.push(format!("{relation} is read from end to end"));
    }
    if matches!(text("Node Type"), "Index Scan" | "Index Only Scan" | "Bitmap Index Scan") {
        let (index, condition) = (text("Index Name"), text("Index Cond"));
        let within = WITHIN.contains(&index) && condition.contains("tenant_id =");
        if condition.is_empty() || !(LEADING.contains(&index) || within) {
            found.push(format!("{index} is entered by {condition:?}"));
        }
    }
    found.extend(node["Plans"].as_array().into_iter().flatten().flat_map(faults));
    found
}

async fn all_faults(admin: &Client, task: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (statement, types, arguments) in asked(task) {
        let plan = run(admin, &text_of(statement), types, &arguments).await;
        found.extend(faults(&plan).into_iter().map(|fault| format!("{statement} ({arguments}): {fault}")));
        let cost = touched(&plan);
        if cost > FEW {
            found.push(format!("{statement} ({arguments}): touches {cost} rows"));
        }
    }
    found
}

#[tokio::test]
async fn what_is_looked_for_everywhere_is_found_by_the_panel_s_indexes() {
    let database = Database::migrated().await;
    fill(&database, 2_000, 10).await;
    let task = {
        let superuser = database.superuser().await;
        superuser.batch_execute("vacuum (analyze)").await.unwrap();
        let task = "select id::text from app.tasks order by tenant_id, id offset 4000 limit 1";
        let task: String = superuser.query_one(task, &[]).await.unwrap().get(0);
        let found = all_faults(&database.role("rowhouse_admin").await, &task).await;
        assert!(found.is_empty(), "{}", found.join("\n"));
        task
    };

    // Without any one of them, it is seen.
    for (index, statement) in [
        ("app.tenants_by_name", "find/tenants"),
        ("auth.users_by_name", "find/people"),
        ("app.projects_by_name", "find/projects"),
        ("app.tasks_by_title", "find/tasks"),
        ("app.tasks_newest", "find/by_id"),
        ("app.projects_newest", "find/by_id"),
        ("auth.trail_object_act", "find/by_id"),
    ] {
        let copy = database.copy().await;
        copy.superuser().await.batch_execute(&format!("drop index {index}; analyze")).await.unwrap();
        let found = all_faults(&copy.role("rowhouse_admin").await, &task).await;
        assert!(found.iter().any(|fault| fault.starts_with(statement)), "{index}: {found:?}");
    }
}
