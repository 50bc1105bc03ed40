//! The plan of every statement that requests run, on data with one very large tenant and one very small, as the role that
//! runs it and in a tenant's context.
//!
//! What is asserted are properties, which PostgreSQL 15 to 18 share, and not the text: no table of tenants is read from end
//! to end, every index is entered by its tenant, nothing that an index could find is filtered row by row, counts come from
//! an index alone, and so does what a search for tasks looks through. So no cost grows with other tenants' rows.

use serde_json::Value;
use tokio_postgres::{Client, SimpleQueryMessage};

use crate::{harness::Database, house::statements, panel::every_list};

/// The ids that the statements are asked for; the large tenant has them, the small one has one of each.
const LARGE: &str = "00000000-0000-7000-8000-000000000001";
const SMALL: &str = "00000000-0000-7000-8000-000000000002";
const PROJECT: &str = "'10000000-0000-7000-8000-000000000001'";
const TASK: &str = "'20000000-0000-7000-8000-000000000001'";

/// The statements that may filter by a key, and what that filter says: one sorts a project's rows by
/// what no index has, and the trash keeps rows as documents, each tenant its own.
const EXEMPT: [(&str, &str); 4] = [
    ("tasks/list_by_title", "norm"),
    ("tasks/deleted", "object ->>"),
    ("tasks/restore", "object ->>"),
    ("tasks/restore_of_project", "object ->>"),
];

/// Lists of the command line, whole on purpose: no request waits for them.
const WHOLE: [&str; 5] = [
    "admin/batches",
    "admin/expired_through",
    "admin/people",
    "admin/tenant_directory",
    "admin/verify_audit",
];

/// What is found in all tenants by how it begins or by its id is entered by that, and by no tenant: see panel/across.rs.
const ACROSS: &str = "admin/find/";

/// One tenant of 20,000 tasks, one of a single task, 300 of 60 each.
const FILL: &str = "
  create function pg_temp.id(kind text, number bigint) returns uuid language sql as
    $$ select (kind || '0000000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid $$;
  insert into app.tenants (tenant_id, slug, name)
    select pg_temp.id('0', n), 'tenant-' || n, 'Tenant ' || n from generate_series(1, 302) n;
  insert into app.members (tenant_id, user_id, display_name)
    select pg_temp.id('0', t), pg_temp.id('3', m), 'Member ' || m from generate_series(1, 302) t, generate_series(1, 30) m;
  insert into app.projects (tenant_id, id, name)
    select pg_temp.id('0', t), pg_temp.id('1', p), 'Project ' || p
    from generate_series(1, 302) t, generate_series(1, 20) p where p <= case t when 1 then 20 when 2 then 1 else 3 end;
  insert into app.tasks (tenant_id, id, project_id, title, completed_at)
    select pg_temp.id('0', t), pg_temp.id('2', k), pg_temp.id('1', 1 + k % p), 'Task ' || k, case when k % 3 = 0 then now() end
    from (select t, case t when 1 then 20000 when 2 then 1 else 60 end as tasks, case t when 1 then 20 when 2 then 1 else 3 end as p
          from generate_series(1, 302) t) tenant, generate_series(1, tasks) k;
  insert into app.trash (tenant_id, kind, object_id, object, deleted_at)
    select pg_temp.id('0', t), kind, gen_random_uuid(), jsonb_build_object('project_id', pg_temp.id('1', 1), 'title', 'x'), now() - n * interval '1 hour'
    from generate_series(1, 302) t, generate_series(1, 60) n, unnest('{projects,tasks}'::text[]) kind;";

async fn large_database() -> Database {
    let database = Database::migrated().await;
    let superuser = database.superuser().await;
    superuser.batch_execute(FILL).await.unwrap();
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    database
}

/// Values for the parameters of a statement.
fn arguments(name: &str) -> String {
    let list = |items: &[&str]| items.join(", ");
    match name {
        "dashboard/statistics"
        | "dashboard/week"
        | "dashboard/recent"
        | "seed/projects_and_counts"
        | "admin/two_tenants"
        | "admin/home/counts"
        | "admin/home/statuses"
        | "admin/home/newest_tenants"
        | "admin/home/newest_people"
        | "admin/home/sign_ins"
        | "admin/home/failures"
        | "admin/home/acts"
        | "admin/home/server" => String::new(),
        "projects/find"
        | "projects/delete"
        | "projects/deleted"
        | "projects/restore"
        | "projects/restore_version"
        | "tasks/progress"
        | "tasks/restore_of_project" => PROJECT.to_owned(),
        "audit/list" => list(&["null", "null", "null", "null", "null", "null", "null", "51"]),
        "audit/of_object" => list(&["null", "null", "null", PROJECT, "51"]),
        "trash/list" => "6".to_owned(),
        "admin/somebody_of" => format!("'{LARGE}'"),
        "audit/person" | "tasks/find" | "tasks/delete" | "admin/find/by_id" | "admin/impersonable" => {
            TASK.to_owned()
        }
        "projects/insert" => list(&["gen_random_uuid()", "'x'"]),
        "projects/rename" => list(&[PROJECT, "'x'", "1"]),
        "projects/list" => list(&["null", "51"]),
        "admin/find/tenants" | "admin/find/people" | "admin/find/projects" | "admin/find/tasks" => {
            list(&["'task 1'", "20"])
        }
        "search/projects" | "search/tasks" => list(&["'task 1'", "50"]),
        "seed/projects" => list(&["array[gen_random_uuid()]", "'{x}'"]),
        "seed/tasks" => {
            list(&["array[gen_random_uuid()]", &format!("array[{PROJECT}]::uuid[]"), "'{x}'", "'{false}'"])
        }
        "tasks/insert" => list(&["gen_random_uuid()", PROJECT, "'x'"]),
        "tasks/list" | "tasks/list_oldest" | "tasks/list_by_title" => list(&[PROJECT, "null", "51", "false"]),
        "tasks/deleted"
        | "tasks/delete_several"
        | "tasks/find_several"
        | "tasks/restore"
        | "tasks/restore_versions" => list(&[PROJECT, &format!("array[{TASK}]::uuid[]")]),
        "tasks/complete_several" => list(&[PROJECT, &format!("array[{TASK}]::uuid[]"), "true"]),
        "tasks/insert_several" => list(&[PROJECT, "array[gen_random_uuid()]", "'{x}'"]),
        "tasks/progress_of_siblings" => list(&[TASK, "true"]),
        "tasks/retitle" => list(&[TASK, "'x'", "1"]),
        "tasks/toggle" | "admin/job" => list(&[TASK, "null"]),
        _ => panic!("with which arguments is sql/{name}.sql to be planned? Add them here"),
    }
}

/// The statements that read tables themselves, with their roles; those of `auth` reach tables by functions alone.
fn planned() -> Vec<(String, String, &'static str)> {
    let (mut planned, lists) = (Vec::new(), every_list());
    for (name, text) in statements() {
        let name = name.trim_start_matches("sql/").trim_end_matches(".sql").to_owned();
        match name.split('/').next().unwrap() {
            "dashboard" | "projects" | "tasks" | "search" | "seed" | "trash" | "audit" => {
                planned.push((name, text, "rowhouse_app"));
            }
            // The lists of the panel are planned for what each page asks, and cross all tenants: see panel/work.rs.
            "admin" if lists.iter().any(|list| name.starts_with(&format!("admin/{list}/"))) => {}
            // What is chosen by its name as well, by indexes that lead to names: see panel/chooser.rs.
            "admin" if name.starts_with("admin/named/") || name == "admin/find/projects_of" => {}
            "admin" if !WHOLE.contains(&name.as_str()) => planned.push((name, text, "rowhouse_admin")),
            _ => {}
        }
    }
    planned
}

/// The plan of a statement as a role, in a tenant where the role has one; nothing is run.
async fn plan(client: &Client, tenant: Option<&str>, mode: &str, text: &str, arguments: &str) -> Value {
    let context = tenant.map(|tenant| format!("set local app.tenant_id = '{tenant}';")).unwrap_or_default();
    let call = if arguments.is_empty() { "planned".to_owned() } else { format!("planned({arguments})") };
    let script = format!(
        "begin read write; {context} set local plan_cache_mode = {mode}; prepare planned as {text};\n\
         explain (format json) execute {call}; deallocate planned; rollback"
    );
    let answers = client.simple_query(&script).await.unwrap_or_else(|failure| panic!("{failure:?}: {text}"));
    let json: String = answers
        .iter()
        .filter_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        })
        .collect();
    serde_json::from_str::<Value>(&json).unwrap()[0]["Plan"].clone()
}

/// The columns that are named in a condition, without the alias of their table.
fn words(condition: &str) -> Vec<&str> {
    condition.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

/// Whether a condition begins with `tenant_id =`, after brackets and an alias.
fn led_by_tenant(condition: &str) -> bool {
    let bare = condition.trim_start_matches('(');
    let column = bare.split(" = ").next().unwrap_or_default();
    column.rsplit('.').next() == Some("tenant_id")
}

/// What there is to be read.
struct Schema {
    tables: Vec<String>,
    /// The keys of every index, in their order.
    indexes: Vec<(String, Vec<String>)>,
}

impl Schema {
    async fn of(superuser: &Client) -> Self {
        let tables =
            "select relname::text from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r'";
        let indexes = "select c.relname::text, array_agg(pg_get_indexdef(i.indexrelid, n, false) order by n)
             from pg_index i join pg_class c on c.oid = i.indexrelid, generate_series(1, i.indnkeyatts) n
             where c.relnamespace = 'app'::regnamespace group by 1";
        let (tables, indexes) =
            (superuser.query(tables, &[]).await.unwrap(), superuser.query(indexes, &[]).await.unwrap());
        Self {
            tables: tables.iter().map(|row| row.get(0)).collect(),
            indexes: indexes.iter().map(|row| (row.get(0), row.get(1))).collect(),
        }
    }

    /// Whether a condition names a key of the index and not one before it: then all of a tenant's entries are looked at.
    fn skips(&self, index: &str, condition: &str) -> bool {
        let keys = self.indexes.iter().find(|(name, _)| name == index).map(|(_, keys)| keys);
        let named = keys.into_iter().flatten().map(|key| words(condition).contains(&key.as_str()));
        named.skip_while(|named| *named).any(|named| named)
    }
}

/// What is wrong with a plan and with what is below it.
fn faults(name: &str, node: &Value, counts: bool, limited: bool, schema: &Schema) -> Vec<String> {
    let text = |key: &str| node[key].as_str().unwrap_or_default();
    let kind = text("Node Type");
    // The first rows there are, and no more of them than is said: whatever else there is costs nothing.
    let first_rows = limited && text("Filter").is_empty() && text("Index Cond").is_empty();
    let of_all = name.starts_with(ACROSS)
        || name.starts_with("admin/") && ["tenants", "pg_class"].contains(&text("Relation Name"));
    let mut found = Vec::new();
    if !of_all && !first_rows {
        if kind == "Seq Scan" && schema.tables.iter().any(|table| table == text("Relation Name")) {
            found.push(format!("{name}: {} is read from end to end", text("Relation Name")));
        }
        let enters = matches!(kind, "Index Scan" | "Index Only Scan" | "Bitmap Index Scan");
        if enters && !led_by_tenant(text("Index Cond")) {
            found.push(format!("{name}: {} is entered by {:?}", text("Index Name"), text("Index Cond")));
        }
        if enters && schema.skips(text("Index Name"), text("Index Cond")) {
            found.push(format!(
                "{name}: {} is looked through by {:?}",
                text("Index Name"),
                text("Index Cond")
            ));
        }
        let looked_through =
            words(text("Filter")).iter().any(|word| ["tenant_id", "project_id", "id"].contains(word));
        let exempt =
            EXEMPT.iter().any(|(statement, says)| name == *statement && text("Filter").contains(says));
        if looked_through && !exempt {
            found.push(format!("{name}: rows are looked through by {:?}", text("Filter")));
        }
        // What is found is in order already; where it is sorted, every row that matches was read first.
        let by_rows = text("Filter").contains("strpos") && kind != "Index Only Scan";
        if name == "search/tasks" && (kind == "Sort" || by_rows) {
            found.push(format!("{name}: looks for the text in rows, or sorts them"));
        }
        if counts && text("Relation Name") == "tasks" && kind != "Index Only Scan" {
            found.push(format!("{name}: tasks are counted from their rows"));
        }
    }
    // Beside what it counts, an aggregate has the plan of its context, which reads no row.
    let counts = counts || kind == "Aggregate";
    for child in node["Plans"].as_array().into_iter().flatten() {
        found.extend(faults(name, child, counts, kind == "Limit", schema));
    }
    found
}

async fn all_faults(database: &Database) -> Vec<String> {
    let superuser = database.superuser().await;
    let schema = Schema::of(&superuser).await;
    let mut found = Vec::new();
    for (name, text, role) in planned() {
        let client = database.role(role).await;
        let tenants = if role == "rowhouse_app" { vec![Some(LARGE), Some(SMALL)] } else { vec![None] };
        for tenant in tenants {
            // Prepared statements change from the one to the other after five runs.
            for mode in ["force_custom_plan", "force_generic_plan"] {
                let plan = plan(&client, tenant, mode, &text, &arguments(&name)).await;
                found.extend(faults(&name, &plan, false, false, &schema));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

#[tokio::test]
async fn no_plan_grows_with_other_tenants() {
    let database = large_database().await;
    let faults = all_faults(&database).await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Where a plan for the parameters at hand is worth its time, in a tenant so large: several tasks at once, which are few of
/// many, and what is looked through or sorted whole.
const PLANNED_EACH_TIME: [&str; 8] = [
    "search/tasks",
    "tasks/complete_several",
    "tasks/delete_several",
    "tasks/deleted",
    "tasks/find_several",
    "tasks/list_by_title",
    "tasks/restore",
    "tasks/restore_versions",
];

/// A plan that depends on what a parameter says, a `limit` above all, is made anew for every request: it costs more than most
/// of these take to run.
#[tokio::test]
async fn a_connection_plans_a_statement_a_few_times_and_no_more() {
    let database = large_database().await;
    // Who may see the counts.
    let client = database.superuser().await;
    // Of two tenants the planner expects to meet the large one.
    let two = format!(
        "set session_replication_role = replica; delete from app.tasks where tenant_id not in ('{LARGE}', '{SMALL}'); analyze"
    );
    client.batch_execute(&two).await.unwrap();
    let mut each_time = Vec::new();
    for (name, text, _) in planned().into_iter().filter(|(.., role)| *role == "rowhouse_app") {
        let arguments = arguments(&name);
        let call = if arguments.is_empty() { "planned".to_owned() } else { format!("planned({arguments})") };
        client.batch_execute(&format!("prepare planned as {text}")).await.unwrap();
        for _ in 0..10 {
            let asked = format!(
                "begin read write; set local role rowhouse_app; set local app.tenant_id = '{LARGE}'; explain execute {call}; rollback"
            );
            client.batch_execute(&asked).await.unwrap();
        }
        let kept = "select generic_plans > 0 from pg_prepared_statements where name = 'planned'";
        if !client.query_one(kept, &[]).await.unwrap().get::<_, bool>(0) {
            each_time.push(name);
        }
        client.batch_execute("deallocate planned").await.unwrap();
    }
    assert_eq!(each_time, PLANNED_EACH_TIME);
}

/// The test above bites: without any one index of the tasks, some plan has a fault.
#[tokio::test]
async fn a_missing_index_is_seen() {
    let database = large_database().await;
    for (drop, seen) in [
        ("drop index app.tasks_project", "tasks/list"),
        ("drop index app.tasks_progress", "dashboard/statistics"),
        ("drop index app.tasks_completed", "dashboard/recent"),
        ("alter table app.tasks drop constraint tasks_pkey cascade", "tasks/find"),
        ("alter table app.projects drop constraint projects_pkey cascade", "projects/find"),
    ] {
        let copy = database.copy().await;
        let superuser = copy.superuser().await;
        superuser.batch_execute(drop).await.unwrap();
        superuser.batch_execute("vacuum (analyze)").await.unwrap();
        let faults = all_faults(&copy).await;
        assert!(faults.iter().any(|fault| fault.starts_with(seen)), "{drop}: {faults:?}");
    }
}
