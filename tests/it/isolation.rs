//! What an auditor tries in psql: no context, no rows; one tenant's context, that tenant's rows; and no other way in.

use crate::harness::{Database, Town};

/// The tables of schema `app`, as the catalogue has them.
async fn tables(database: &Database) -> Vec<String> {
    let rows = database
        .superuser()
        .await
        .query("select oid::regclass::text from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p', 'm', 'f') order by 1", &[])
        .await
        .unwrap();
    assert!(rows.len() >= 5, "the schema has its tables");
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn without_a_context_no_table_shows_a_row() {
    let town = Town::new().await;
    let app = town.database.role("rowhouse_app").await;
    for table in tables(&town.database).await {
        let rows = app.query(&format!("select 1 from {table}"), &[]).await.unwrap();
        assert!(rows.is_empty(), "{table} shows {} rows", rows.len());
    }
}

#[tokio::test]
async fn a_context_shows_that_tenants_rows_and_no_others() {
    let town = Town::new().await;
    let mut app = town.database.role("rowhouse_app").await;
    let superuser = town.database.superuser().await;
    for house in [&town.acme, &town.globex] {
        let tx = app.transaction().await.unwrap();
        tx.batch_execute(&format!("set local app.tenant_id = '{}'", house.tenant)).await.unwrap();
        for table in tables(&town.database).await {
            let seen: i64 = tx.query_one(&format!("select count(*) from {table}"), &[]).await.unwrap().get(0);
            let own: i64 = superuser
                .query_one(&format!("select count(*) from {table} where tenant_id = $1"), &[&house.tenant])
                .await
                .unwrap()
                .get(0);
            assert_eq!(seen, own, "{table}");
        }
        drop(tx);
    }
    // The context ended with its transaction, and left nothing behind.
    let rows = app.query("select 1 from app.projects", &[]).await.unwrap();
    assert!(rows.is_empty());
}

#[tokio::test]
async fn the_context_cannot_be_set_from_inside_a_query() {
    let town = Town::new().await;
    let app = town.database.role("rowhouse_app").await;
    for attempt in [
        "select set_config('app.tenant_id', gen_random_uuid()::text, false)",
        "select query_to_xml('select 1', true, true, '')",
        "select pg_notify('rowhouse_sessions', 'x')",
        "select pg_advisory_lock(1)",
        "select lo_create(0)",
        "create temp table t ()",
        "set role rowhouse_owner",
        "set role rowhouse_admin",
        "select * from auth.users",
        "select auth.sign_in_salt('alice')",
    ] {
        let refusal = app.batch_execute(attempt).await.expect_err(attempt);
        let code = refusal.code().unwrap().code();
        assert_eq!(code, "42501", "{attempt}: {refusal:?}");
    }
}

#[tokio::test]
async fn no_write_crosses_tenants() {
    let town = Town::new().await;
    let mut app = town.database.role("rowhouse_app").await;
    let (acme, globex) = (&town.acme, &town.globex);
    let foreign = [
        (
            format!(
                "insert into app.tasks (id, project_id, title) values (gen_random_uuid(), '{}', 'x')",
                globex.project
            ),
            "23503",
        ),
        (
            format!("update app.tasks set project_id = '{}' where id = '{}'", globex.project, acme.open),
            "23503",
        ),
        (format!("insert into app.projects (tenant_id, name) values ('{}', 'x')", globex.tenant), "42501"),
        (format!("update app.projects set tenant_id = '{}'", globex.tenant), "42501"),
        ("insert into app.tenants (slug, name) values ('mine', 'mine')".to_owned(), "42501"),
        ("delete from app.members".to_owned(), "42501"),
        ("delete from app.trash".to_owned(), "42501"),
    ];
    for (attempt, code) in foreign {
        let tx = app.transaction().await.unwrap();
        tx.batch_execute(&format!("set local app.tenant_id = '{}'", acme.tenant)).await.unwrap();
        let refusal = tx.batch_execute(&attempt).await.expect_err(&attempt);
        assert_eq!(refusal.code().unwrap().code(), code, "{attempt}: {refusal:?}");
    }
    // And what cannot be seen cannot be changed either.
    let tx = app.transaction().await.unwrap();
    tx.batch_execute(&format!("set local app.tenant_id = '{}'", acme.tenant)).await.unwrap();
    assert_eq!(
        tx.execute("update app.tasks set title = 'x' where id = $1", &[&globex.open]).await.unwrap(),
        0
    );
    assert_eq!(tx.execute("delete from app.projects where id = $1", &[&globex.project]).await.unwrap(), 0);
}

#[tokio::test]
async fn a_suspended_tenant_can_be_read_and_not_changed() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let superuser = town.database.superuser().await;
    let suspend = "update app.tenants set status = $2 where tenant_id = $1";
    superuser.execute(suspend, &[&town.acme.tenant, &"archived"]).await.unwrap();

    alice.get(&format!("/projects/{}/", town.acme.project)).await.expect(200).saying("acme open task");
    let create = format!("/projects/{}/tasks/create/", town.acme.project);
    alice.post(&create, &[("title", "no")]).await.expect(403).saying("Read only");
    alice.post(&format!("/tasks/{}/toggle/", town.acme.open), &[]).await.expect(403);
    alice.post(&format!("/projects/{}/delete/", town.acme.project), &[]).await.expect(403);

    superuser.execute(suspend, &[&town.acme.tenant, &"active"]).await.unwrap();
    alice.post(&create, &[("title", "yes")]).await.expect(303);
}

/// The alarm rings when the guard is broken: with row security off, the first test above must fail.
#[tokio::test]
async fn the_test_of_isolation_notices_a_missing_guard() {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    superuser.batch_execute("alter table app.projects disable row level security").await.unwrap();
    let rows =
        town.database.role("rowhouse_app").await.query("select 1 from app.projects", &[]).await.unwrap();
    assert_eq!(rows.len(), 2, "without the guard every tenant's rows are seen");
}
