//! What an auditor runs in psql: the scripts of `sql/inspect`, by psql itself, as the roles that they name.

use rowhouse::id::TenantId;

use crate::{
    harness::{Database, Town, run_client},
    house::files,
};

fn psql(database: &Database, role: &str, script: &str, tenant: Option<TenantId>) -> String {
    let file = format!("{}/sql/inspect/{script}.sql", env!("CARGO_MANIFEST_DIR"));
    let tenant = tenant.map(|tenant| format!("tenant={tenant}"));
    let mut arguments = vec!["-v", "ON_ERROR_STOP=1", "-f", &file];
    if let Some(tenant) = &tenant {
        arguments.extend(["-v", tenant]);
    }
    let config = match role {
        "superuser" => database.superuser_config(),
        role => database.config(role),
    };
    String::from_utf8(run_client("psql", &config, &arguments)).unwrap()
}

#[tokio::test]
async fn every_script_is_tried_here() {
    let scripts: Vec<_> = files("sql/inspect", ".sql")
        .into_iter()
        .filter_map(|(name, _)| name.strip_prefix("sql/inspect/").map(str::to_owned))
        .filter(|name| !name.contains('/'))
        .collect();
    assert_eq!(
        scripts,
        ["guards.sql", "plans.sql", "policies.sql", "tenant.sql", "unprotected.sql", "whoami.sql"]
    );
}

#[tokio::test]
async fn whoami_shows_no_row_without_a_tenant_and_the_tenants_own_with_one() {
    let town = Town::new().await;
    let nobody = psql(&town.database, "rowhouse_app", "whoami", None);
    assert!(nobody.contains(" tasks    |          0"), "{nobody}");
    let acme = psql(&town.database, "rowhouse_app", "whoami", Some(town.acme.tenant));
    assert!(
        acme.contains(" tasks    |          2") && acme.contains("acme") && !acme.contains("globex"),
        "{acme}"
    );
}

#[tokio::test]
async fn a_tenant_is_counted_as_itself() {
    let town = Town::new().await;
    let counted = psql(&town.database, "rowhouse_app", "tenant", Some(town.globex.tenant));
    assert!(counted.contains(" globex | active |       1 |        1 |     2 |    1 |"), "{counted}");
}

#[tokio::test]
async fn plans_look_the_tenant_up_once_and_begin_an_index_with_it() {
    let town = Town::new().await;
    let plans = psql(&town.database, "rowhouse_app", "plans", Some(town.acme.tenant));
    assert_eq!(plans.matches("  InitPlan 1").count(), 3, "{plans}");
    assert!(plans.matches("(tenant_id = ").count() >= 3 && !plans.contains("Seq Scan"), "{plans}");
}

#[tokio::test]
async fn what_is_unprotected_is_listed_with_who_may_use_it() {
    let town = Town::new().await;
    let before = psql(&town.database, "superuser", "unprotected", None);
    assert!(before.contains("migrations.history") && !before.contains("app.tasks"), "{before}");
    let superuser = town.database.superuser().await;
    superuser
        .batch_execute(
            "alter table app.tasks no force row level security; create view app.all_tasks as table app.tasks",
        )
        .await
        .unwrap();
    let after = psql(&town.database, "superuser", "unprotected", None);
    assert!(after.contains("app.tasks") && after.contains("app.all_tasks"), "{after}");
}

#[tokio::test]
async fn policies_and_guards_are_told_with_their_reasons() {
    let database = Database::migrated().await;
    let policies = psql(&database, "superuser", "policies", None);
    assert!(
        policies.contains("RESTRICTIVE") && policies.contains("no policy added later can widen"),
        "{policies}"
    );
    let guards = psql(&database, "superuser", "guards", None);
    assert!(guards.contains("tenant_access, live_insert (and), tenant_floor (and)"), "{guards}");
}

#[tokio::test]
async fn everything_in_the_schemas_says_why_it_is_there() {
    let database = Database::migrated().await;
    let silent = database
        .superuser()
        .await
        .query(
            "select 'policy ' || polname || ' on ' || polrelid::regclass from pg_policy where obj_description(oid, 'pg_policy') is null
             union all
             select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname in ('app', 'auth') and c.relkind in ('r', 'p', 'v') and obj_description(c.oid, 'pg_class') is null
             union all
             select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname in ('app', 'auth', 'migrations') and obj_description(p.oid, 'pg_proc') is null
             union all
             select 'schema ' || nspname from pg_namespace where nspname in ('app', 'auth', 'migrations') and obj_description(oid, 'pg_namespace') is null
             union all
             select 'role ' || rolname from pg_roles where rolname like 'rowhouse\\_%' and shobj_description(oid, 'pg_authid') is null",
            &[],
        )
        .await
        .unwrap();
    let silent: Vec<String> = silent.iter().map(|row| row.get(0)).collect();
    assert_eq!(silent, [""; 0], "COMMENT ON these, with the reason");
}
