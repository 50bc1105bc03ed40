//! What an operator runs, on the real server: migrations, seed, superusers.

use std::time::Duration;

use refinery::{Migration, Runner};
use rowhouse::{
    db::Pools,
    operate::{
        doctor, migrate, registry,
        seed::{self, Scale},
    },
};
use secrecy::SecretString;

use crate::harness::{Browser, Database, Town};

pub(crate) fn pools(database: &Database) -> Pools {
    Pools::new(&database.urls(), 4).unwrap()
}

#[tokio::test]
async fn migrations_run_once_and_then_find_nothing_to_do() {
    let database = Database::bootstrapped().await;
    let migrator = database.config("rowhouse_migrator");
    let first = migrate::run(&migrator).await.unwrap();
    assert_eq!(first.len(), migrate::embedded().get_migrations().len());
    assert_eq!(migrate::run(&migrator).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn two_instances_that_start_at_once_both_come_up() {
    let database = Database::bootstrapped().await;
    let migrator = database.config("rowhouse_migrator");
    let (first, second) = tokio::join!(migrate::run(&migrator), migrate::run(&migrator));
    let ran = first.unwrap().len() + second.unwrap().len();
    assert_eq!(ran, migrate::embedded().get_migrations().len(), "each file ran once");
}

#[tokio::test]
async fn migrations_wait_for_another_process_that_migrates() {
    let database = Database::bootstrapped().await;
    let other = database.superuser().await;
    let lock = "select pg_try_advisory_lock($1)";
    let locked: bool = other.query_one(lock, &[&migrate::LOCK]).await.unwrap().get(0);
    assert!(locked);
    let migrator = database.config("rowhouse_migrator");
    let mut running = tokio::spawn(async move { migrate::run(&migrator).await });
    let early = tokio::time::timeout(Duration::from_millis(300), &mut running).await;
    assert!(early.is_err(), "it did not wait: {early:?}");
    let begun: Option<String> =
        other.query_one("select to_regclass('migrations.history')::text", &[]).await.unwrap().get(0);
    assert_eq!(begun, None);
    // The lock of a process that is gone is gone.
    drop(other);
    let ran = running.await.unwrap().unwrap();
    assert_eq!(ran.len(), migrate::embedded().get_migrations().len());
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_of_itself_and_is_named() {
    let database = Database::migrated().await;
    let migrator = database.config("rowhouse_migrator");
    let mut migrations = migrate::embedded().get_migrations().clone();
    let broken = "set role rowhouse_owner; create table app.half (x int); select 1 / 0; reset role;";
    migrations.push(Migration::unapplied("V99__half_done", broken).unwrap());
    let failure = migrate::run_all(&migrator, Runner::new(&migrations)).await.unwrap_err().to_string();
    assert!(failure.contains("V99__half_done") && failure.contains("division by zero"), "{failure}");
    let half: Option<String> = database
        .superuser()
        .await
        .query_one("select to_regclass('app.half')::text", &[])
        .await
        .unwrap()
        .get(0);
    assert_eq!(half, None);
    // And the next run, without it, is none the worse.
    assert_eq!(migrate::run(&migrator).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_migration_that_was_changed_after_it_ran_is_refused() {
    let database = Database::migrated().await;
    let changed: Vec<_> = migrate::embedded()
        .get_migrations()
        .iter()
        .map(|migration| {
            let sql = format!("{}\n-- changed", migration.sql().unwrap());
            Migration::unapplied(&format!("V{}__{}", migration.version(), migration.name()), &sql).unwrap()
        })
        .collect();
    let failure =
        migrate::run_all(&database.config("rowhouse_migrator"), Runner::new(&changed)).await.unwrap_err();
    assert!(failure.to_string().contains("V1__tenancy"), "{failure}");
}

#[tokio::test]
async fn serve_refuses_a_database_that_lacks_migrations_and_names_the_command() {
    let database = Database::bootstrapped().await;
    let refusal = doctor::require_isolation(&database.urls()).await.unwrap_err().to_string();
    assert!(refusal.contains("rowhouse migrate") && refusal.contains("at 0"), "{refusal}");
    migrate::run(&database.config("rowhouse_migrator")).await.unwrap();
    doctor::require_isolation(&database.urls()).await.unwrap();
}

#[tokio::test]
async fn the_bootstrap_can_be_run_again() {
    let database = Database::migrated().await;
    let superuser = database.superuser().await;
    superuser.batch_execute(include_str!("../../sql/bootstrap/cluster.sql")).await.unwrap();
    superuser.batch_execute(include_str!("../../sql/bootstrap/database.sql")).await.unwrap();
}

async fn counts(database: &Database) -> (i64, i64, i64, i64) {
    let row = database
        .superuser()
        .await
        .query_one(
            "select (select count(*) from app.tenants), (select count(*) from app.projects), (select count(*) from app.tasks),
                    (select count(*) from auth.users)",
            &[],
        )
        .await
        .unwrap();
    (row.get(0), row.get(1), row.get(2), row.get(3))
}

#[tokio::test]
async fn the_sample_set_is_there_once() {
    let database = Database::migrated().await;
    let (pools, migrator) = (pools(&database), database.config("rowhouse_migrator"));
    seed::sample(&migrator, &pools).await.unwrap();
    let first = counts(&database).await;
    assert_eq!((first.0, first.3), (2, 3));
    assert!(first.1 >= 6 && first.2 >= 20, "{first:?}");
    seed::sample(&migrator, &pools).await.unwrap();
    assert_eq!(counts(&database).await, first);
    // What somebody deleted stays deleted.
    database.superuser().await.batch_execute("delete from app.projects").await.unwrap();
    seed::sample(&migrator, &pools).await.unwrap();
    assert_eq!(counts(&database).await.1, 0);
}

#[tokio::test]
async fn two_that_seed_at_once_make_one_sample_set() {
    let database = Database::migrated().await;
    let (pools, migrator) = (pools(&database), database.config("rowhouse_migrator"));
    let seeding = || seed::sample(&migrator, &pools);
    let (first, second, third) = tokio::join!(seeding(), seeding(), seeding());
    first.and(second).and(third).unwrap();
    let (tenants, projects, tasks, people) = counts(&database).await;
    assert_eq!((tenants, people), (2, 3));
    let alone = Database::migrated().await;
    seed::sample(&alone.config("rowhouse_migrator"), &self::pools(&alone)).await.unwrap();
    assert_eq!(counts(&alone).await, (tenants, projects, tasks, people));
}

#[tokio::test]
async fn at_scale_there_is_as_much_as_was_asked_for_and_twice_adds_nothing() {
    let database = Database::migrated().await;
    let (pools, migrator) = (pools(&database), database.config("rowhouse_migrator"));
    let scale = Scale { tenants: 5, projects: 4, tasks: 7 };
    let told = std::sync::atomic::AtomicUsize::new(0);
    let progress = |seeded: &seed::Seeded| told.store(seeded.tenants, std::sync::atomic::Ordering::SeqCst);
    seed::scale(&migrator, &pools, scale, progress).await.unwrap();
    assert_eq!(told.into_inner(), 5);
    assert_eq!(counts(&database).await, (5, 20, 140, 6));
    let again = seed::scale(&migrator, &pools, scale, |_| {}).await.unwrap();
    assert_eq!((again.projects, again.tasks), (0, 0));
    assert_eq!(counts(&database).await, (5, 20, 140, 6));
    let more = seed::scale(&migrator, &pools, Scale { tasks: 8, ..scale }, |_| {}).await.unwrap();
    assert_eq!((more.projects, more.tasks), (0, 20));
}

#[tokio::test]
async fn what_was_seeded_is_seen_by_its_own_tenant_alone() {
    let database = Database::migrated().await;
    let (pools, migrator) = (pools(&database), database.config("rowhouse_migrator"));
    let scale = Scale { tenants: 3, projects: 3, tasks: 6 };
    seed::scale(&migrator, &pools, scale, |_| {}).await.unwrap();
    let outside = database.superuser().await;
    let tenants =
        outside.query("select tenant_id::text, slug from app.tenants order by slug", &[]).await.unwrap();
    let slugs: Vec<String> = tenants.iter().map(|row| row.get(1)).collect();
    assert_eq!(slugs, ["acme-corp", "techstart-inc", "tenant-3"]);
    let app = database.role("rowhouse_app").await;
    let counts = "select (select count(*) from app.projects), (select count(*) from app.tasks), (select slug from app.tenants)";
    let nobody = app.query_one(counts, &[]).await.unwrap();
    assert_eq!((nobody.get(0), nobody.get(1), nobody.get(2)), (0_i64, 0_i64, None::<String>));
    for (row, slug) in tenants.iter().zip(slugs) {
        let enter = format!("begin; set local app.tenant_id = '{}'", row.get::<_, String>(0));
        app.batch_execute(&enter).await.unwrap();
        let seen = app.query_one(counts, &[]).await.unwrap();
        assert_eq!((seen.get(0), seen.get(1), seen.get(2)), (3_i64, 18_i64, Some(slug)));
        app.batch_execute("rollback").await.unwrap();
    }
}

#[tokio::test]
async fn a_superuser_is_created_and_signs_in() {
    let town = Town::new().await;
    let migrator = town.database.config("rowhouse_migrator");
    let password = || SecretString::from("a good password");
    registry::create_superuser(&migrator, " Chief ", password()).await.unwrap();
    let mut chief = Browser::new(town.router.clone());
    chief.post("/login/", &[("username", "chief"), ("password", "a good password")]).await.expect(303);
    chief.get("/admin/").await.expect(200).saying("acme");

    for (login, password, complaint) in [
        ("chief", password(), "is taken"),
        ("", password(), "username"),
        ("x", SecretString::from("short"), "8 characters"),
    ] {
        let refusal = registry::create_superuser(&migrator, login, password).await.unwrap_err().to_string();
        assert!(refusal.contains(complaint), "{refusal}");
    }
}
