//! The doctor: silent on a database that is as it should be, restored ones included, and clear about one that is not. What it
//! finds of each broken guard is in `mutations`.

use std::path::PathBuf;

use expect_test::expect_file;
use rowhouse::{
    db::Urls,
    operate::{
        Error,
        doctor::{self, Report},
    },
};

use crate::{
    embedded::{Scratch, Serving, dsn, program, run},
    harness::{DATABASE, Database, TestServer, Town, connect, run_client},
};

#[tokio::test]
async fn a_migrated_database_is_word_for_word_what_is_listed() {
    let database = Database::migrated().await;
    let manifests = doctor::manifests(&database.urls()).await.unwrap();
    assert_eq!(manifests.len(), 9);
    for (name, text) in manifests {
        expect_file![format!("{}/sql/inspect/manifest/{name}.txt", env!("CARGO_MANIFEST_DIR"))]
            .assert_eq(&text);
    }
}

#[tokio::test]
async fn nothing_is_wrong_with_a_database_as_it_should_be() {
    let town = Town::new().await;
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    assert_eq!(report.errors(), 0, "{report}");
    assert!(report.facts > 400 && report.probes > 30, "{report}");
    assert!(report.not_tried.is_empty(), "{report}");
}

#[tokio::test]
async fn a_database_without_tenants_is_examined_and_what_was_not_tried_is_said() {
    let database = Database::migrated().await;
    let report = doctor::examine(&database.urls()).await.unwrap();
    assert_eq!(report.errors(), 0, "{report}");
    assert!(report.to_string().contains("Not tried: what one tenant can reach"), "{report}");
}

fn dump(database: &Database) -> PathBuf {
    let dump = std::env::temp_dir().join(format!("{}.dump", database.name));
    run_client("pg_dump", &database.superuser_config(), &["-Fc", "-f", dump.to_str().unwrap()]);
    dump
}

/// The privileges of a database are in no dump that is restored without `--create`.
#[tokio::test]
async fn a_database_restored_without_its_privileges_is_sound_after_the_bootstrap_and_not_before() {
    let town = Town::new().await;
    let dump = dump(&town.database);
    let file = dump.to_str().unwrap();

    let restored = Database::empty().await;
    run_client("pg_restore", &restored.superuser_config(), &["--exit-on-error", "-d", &restored.name, file]);
    let report = doctor::examine(&restored.urls()).await.unwrap();
    assert!(report.to_string().contains("missing: revoke connect on database"), "{report}");
    restored.superuser().await.batch_execute(DATABASE).await.unwrap();
    let report = doctor::examine(&restored.urls()).await.unwrap();
    assert_eq!(report.errors(), 0, "{report}");
    assert!(report.not_tried.is_empty(), "its rows are there: {report}");
    std::fs::remove_file(dump).unwrap();
}

#[tokio::test]
async fn a_database_restored_with_create_is_sound() {
    let town = Town::new().await;
    let dump = dump(&town.database);
    let file = dump.to_str().unwrap();
    // By the name that it had, and so on another server.
    let apart = TestServer::apart().await;
    let beside = Database::migrated_on(apart.server).await.beside_config();
    run_client("pg_restore", &beside, &["--exit-on-error", "--create", "-d", "postgres", file]);
    let restored = Database::on(apart.server, &town.database.name);
    let report = doctor::examine(&restored.urls()).await.unwrap();
    assert_eq!(report.errors(), 0, "{report}");
    std::fs::remove_file(dump).unwrap();
}

fn complains(report: &Report, object: &str, problem: &str) {
    let found =
        report.findings.iter().any(|finding| finding.object == object && finding.problem.contains(problem));
    assert!(found, "no {problem:?} of {object:?}\n{report}");
}

#[tokio::test]
async fn a_url_of_another_role_is_an_error_even_when_the_database_is_sound() {
    let town = Town::new().await;
    let urls = town.database.urls();
    let superuser = Urls { app: town.database.superuser_config(), ..urls.clone() };
    let report = doctor::examine(&superuser).await.unwrap();
    complains(&report, "connection of rowhouse_app", "it is a superuser");
    complains(&report, "connection of rowhouse_app", "inside a tenant, this must meet no row, and it ran");
    assert!(matches!(doctor::require_isolation(&superuser).await, Err(Error::NotIsolated(_))));

    let swapped = Urls { app: urls.admin.clone(), ..urls };
    let report = doctor::examine(&swapped).await.unwrap();
    complains(&report, "connection of rowhouse_app", "it signs in as rowhouse_admin");
}

/// What the app connection shows says nothing when people sign in to another database.
#[tokio::test]
async fn connections_that_reach_different_databases_are_an_error() {
    let (town, other) = (Town::new().await, Database::migrated().await);
    let apart = TestServer::apart().await;
    let elsewhere = Database::migrated_on(apart.server).await;
    for auth in [other.config("rowhouse_auth"), elsewhere.config("rowhouse_auth")] {
        let urls = Urls { auth, ..town.database.urls() };
        let report = doctor::examine(&urls).await.unwrap();
        complains(&report, "connection of rowhouse_app", "and rowhouse_auth reaches");
        complains(&report, "connection of rowhouse_admin", "and rowhouse_auth reaches");
        assert!(matches!(doctor::require_isolation(&urls).await, Err(Error::NotIsolated(_))));
    }
}

#[tokio::test]
async fn a_database_ahead_of_the_program_is_held_against_all_that_the_program_knows() {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    superuser
        .batch_execute("insert into migrations.history (version, name) values (99, 'of_tomorrow'); create table app.of_tomorrow (tenant_id uuid)")
        .await
        .unwrap();
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    complains(&report, "database", "what was added to it was not");
    complains(&report, "table app.of_tomorrow", "row security is not enabled");
    assert!(doctor::require_isolation(&town.database.urls()).await.is_err());

    // What a migration of tomorrow may do: add a table behind row security, and a column.
    superuser
        .batch_execute(
            "drop table app.of_tomorrow; alter table app.tasks add column of_tomorrow text;
             grant insert (of_tomorrow), update (of_tomorrow) on app.tasks to rowhouse_app;
             create table app.of_tomorrow (tenant_id uuid not null default app.tenant_id(), id uuid not null, primary key (tenant_id, id));
             alter table app.of_tomorrow owner to rowhouse_owner; select app.protect('app.of_tomorrow', '{id}', '{}')",
        )
        .await
        .unwrap();
    let report = doctor::require_isolation(&town.database.urls()).await.unwrap();
    assert!(report.facts > 400 && report.probes > 40, "{report}");

    // And what it may not: change what this program rests on.
    superuser.batch_execute("alter function app.tenant_id() security definer").await.unwrap();
    assert!(doctor::require_isolation(&town.database.urls()).await.is_err());
    superuser.batch_execute("alter function app.tenant_id() security invoker; alter table app.tasks drop constraint tasks_title_check").await.unwrap();
    let refused = doctor::require_isolation(&town.database.urls()).await;
    let Err(Error::NotIsolated(report)) = refused else { panic!("served") };
    complains(&report, "table app.tasks", "missing: alter table app.tasks add constraint tasks_title_check");
    // It may be what tomorrow's migration dropped, so that a person has to judge it.
    let script = report.script();
    assert!(
        script.contains("-- look first: alter table app.tasks add constraint tasks_title_check"),
        "{script}"
    );
}

/// What a server of one's own may have besides, and what is said of it.
#[tokio::test]
async fn what_does_not_let_tenants_cross_is_a_warning_or_nothing() {
    let apart = TestServer::apart().await;
    let database = Database::migrated_on(apart.server).await;
    let superuser = database.superuser().await;
    let name = &database.name;
    let silent = doctor::examine(&database.urls()).await.unwrap().warnings();
    for harmless in [
        format!("alter database {name} set synchronous_commit = off"),
        "alter role rowhouse_app set track_io_timing = on".to_owned(),
        format!("alter database {name} set log_min_duration_statement = '1s'"),
        // How the server writes what the listings hold against their texts is not left to these.
        format!("alter database {name} set quote_all_identifiers = on"),
        format!("alter database {name} set intervalstyle = 'iso_8601'"),
        format!(
            "alter database {name} set datestyle = 'German'; alter database {name} set timezone = 'Asia/Tokyo'"
        ),
        format!(
            "alter database {name} set bytea_output = 'escape'; alter database {name} set extra_float_digits = -10"
        ),
        // Each login of Rowhouse has its own.
        format!("alter database {name} set search_path = '\"$user\", public'"),
        format!("alter database {name} set default_transaction_isolation = 'repeatable read'"),
        "set quote_all_identifiers = on; alter role rowhouse_app set search_path = pg_catalog".to_owned(),
    ] {
        superuser.batch_execute(&harmless).await.unwrap();
        let report = doctor::examine(&database.urls()).await.unwrap();
        assert_eq!((report.errors(), report.warnings()), (0, silent), "{harmless}\n{report}");
    }
    for (warned, of, problem, undo) in [
        (format!("create role keeper login; grant connect on database {name} to keeper"), "database", "keeper may connect", format!("revoke connect on database {name} from keeper; drop role keeper")),
        ("create role keeper bypassrls".to_owned(), "role keeper", "may bypass row security", "drop role keeper".to_owned()),
        ("create role keeper replication".to_owned(), "role keeper", "may replicate", "drop role keeper".to_owned()),
        ("create role keeper; grant pg_read_all_data to keeper".to_owned(), "role keeper", "member of pg_read_all_data", "drop role keeper".to_owned()),
        ("create role keeper; create role chief superuser; grant chief to keeper".to_owned(), "role keeper", "member of chief", "drop role keeper; drop role chief".to_owned()),
        (format!("create role keeper; alter database {name} owner to keeper"), "database", "owner is keeper", format!("alter database {name} owner to postgres; drop role keeper")),
        (format!("alter database {name} is_template true"), "database", "is a template", format!("alter database {name} is_template false")),
        ("create role keeper; grant set on parameter log_statement to keeper".to_owned(), "role keeper", "has set on parameter log_statement", "revoke set on parameter log_statement from keeper; drop role keeper".to_owned()),
        ("create role keeper; grant create on tablespace pg_default to keeper".to_owned(), "role keeper", "has create on tablespace pg_default", "revoke create on tablespace pg_default from keeper; drop role keeper".to_owned()),
        ("create role keeper; grant select on pg_stat_activity to keeper".to_owned(), "role keeper", "has select on table pg_catalog.pg_stat_activity", "revoke select on pg_stat_activity from keeper; drop role keeper".to_owned()),
        ("create statistics app.together on title, project_id from app.tasks".to_owned(), "table app.tasks", "app.together", "drop statistics app.together".to_owned()),
        (
            "create unique index tenants_slug_key_ccnew on app.tenants (slug); update pg_index set indisvalid = false where indexrelid = 'app.tenants_slug_key_ccnew'::regclass".to_owned(),
            "table app.tenants", "tenants_slug_key_ccnew", "drop index app.tenants_slug_key_ccnew".to_owned(),
        ),
        (
            "create unique index tasks_pkey_ccnew on app.tasks (tenant_id, id); update pg_index set indisvalid = false where indexrelid = 'app.tasks_pkey_ccnew'::regclass".to_owned(),
            "table app.tasks", "tasks_pkey_ccnew", "drop index app.tasks_pkey_ccnew".to_owned(),
        ),
    ] {
        superuser.batch_execute(&warned).await.unwrap();
        let report = doctor::examine(&database.urls()).await.unwrap();
        assert_eq!(report.errors(), 0, "{warned}\n{report}");
        complains(&report, of, problem);
        superuser.batch_execute(&undo).await.unwrap();
    }
    assert_eq!(doctor::examine(&database.urls()).await.unwrap().warnings(), silent);

    // Its types, functions, operators and casts are not said one by one.
    superuser.batch_execute("create extension hstore").await.unwrap();
    let report = doctor::examine(&database.urls()).await.unwrap();
    assert_eq!(report.errors(), 1, "{report}");
    complains(&report, "extension", "not listed: extension hstore");
}

/// Strings are read otherwise as soon as the server's configuration says so; the checks are not.
#[tokio::test]
async fn what_the_server_is_configured_to_is_seen_as_well() {
    let apart = TestServer::apart().await;
    let database = Database::migrated_on(apart.server).await;
    let superuser = database.superuser().await;
    superuser.batch_execute("alter system set standard_conforming_strings = off").await.unwrap();
    superuser.batch_execute("select pg_reload_conf(), pg_sleep(0.5)").await.unwrap();
    let report = doctor::examine(&database.urls()).await.unwrap();
    superuser.batch_execute("alter system reset standard_conforming_strings").await.unwrap();
    superuser.batch_execute("select pg_reload_conf(), pg_sleep(0.5)").await.unwrap();
    complains(&report, "server", "standard_conforming_strings is 'off' in its configuration");
    assert_eq!(report.errors(), 1, "{report}");
}

#[tokio::test]
async fn a_check_that_is_refused_is_an_error_and_the_others_still_run() {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    superuser.batch_execute("revoke select on pg_catalog.pg_policy from public").await.unwrap();
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    complains(&report, "catalogue", "cannot ask it: refused with 42501");
    assert!(report.facts > 400 && report.probes > 30, "{report}");
}

/// Somebody's long transaction is no attempt to cross; what cannot be read because of it is not taken for sound either.
#[tokio::test]
async fn a_locked_table_is_said_to_be_untried() {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    superuser.batch_execute("begin; lock table app.tasks in share row exclusive mode").await.unwrap();
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    assert_eq!(report.errors(), 0, "{report}");
    assert!(report.to_string().contains("somebody being at work there"), "{report}");

    superuser.batch_execute("lock table app.tasks in access exclusive mode").await.unwrap();
    assert!(doctor::require_isolation(&town.database.urls()).await.is_err());
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    complains(&report, "catalogue", "refused with 55P03");
    assert!(
        report.findings.iter().all(|finding| finding.object == "catalogue" || finding.object == "server"),
        "{report}"
    );
}

#[tokio::test]
async fn the_program_refuses_to_serve_what_the_doctor_finds_unsound() {
    let scratch = Scratch::new("doctor");
    let folder = &scratch.0;
    let mut serving = Serving::start(folder);
    let (ok, report, _) = run(folder, &["doctor"]);
    assert!(ok && report.contains("0 errors"), "{report}");

    let superuser = connect(&dsn(folder, "superuser").parse().unwrap()).await;
    superuser.batch_execute("alter table app.tasks no force row level security").await.unwrap();
    let (ok, report, complaint) = run(folder, &["doctor"]);
    assert!(!ok && complaint.contains("the doctor found 1 error"), "{complaint}");
    for told in [
        "ERROR: table app.tasks",
        "row security is not forced",
        "alter table app.tasks force row level security",
    ] {
        assert!(report.contains(told), "{told}: {report}");
    }
    let (ok, json, _) = run(folder, &["doctor", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(
        !ok && json["findings"][0]["severity"] == "error" && json["facts"].as_u64() > Some(400),
        "{json}"
    );

    drop(superuser);
    serving.signal("TERM");
    let output = program(folder, &["serve"]).env("ROWHOUSE_LISTEN", "127.0.0.1:0").output().unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && complaint.contains("Not serving"), "{complaint}");
    assert!(complaint.contains("alter table app.tasks force row level security"), "{complaint}");
}
