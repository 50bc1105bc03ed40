//! Commands beside each other, and on a database of somebody else's: the program itself, as operators run it.

use std::{
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tokio_postgres::{Config, NoTls, config::Host, error::SqlState};

use crate::{
    embedded::{Scratch, Serving, dsn, program, run},
    harness::{Database, Town},
};

fn spawn(folder: &Path, arguments: &[&str]) -> Child {
    program(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Whether it succeeded, and what it said.
fn end(child: Child) -> (bool, String) {
    let output = child.wait_with_output().unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

fn await_ready(serving: &Serving) {
    let begun = Instant::now();
    while !serving.get("/readyz").starts_with("HTTP/1.1 200") {
        assert!(begun.elapsed() < Duration::from_secs(10), "{}", serving.get("/readyz"));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn commands_that_begin_at_once_in_a_new_folder_all_succeed() {
    let scratch = Scratch::new("at-once");
    let commands = [0; 3].map(|_| spawn(&scratch.0, &["migrate"]));
    let said = commands.map(end);
    assert!(said.iter().all(|(ok, _)| *ok), "{said:?}");
    let first_migrations = said.iter().filter(|(_, said)| said.contains("ran V1__")).count();
    assert_eq!(first_migrations, 1, "each file ran once: {said:?}");
}

#[test]
fn one_that_serves_does_not_lean_on_a_command_that_is_soon_done() {
    let scratch = Scratch::new("beside-seed");
    let seed = spawn(&scratch.0, &["seed", "--tenants", "30", "--projects", "10", "--tasks", "20"]);
    let serving = Serving::start(&scratch.0);
    let (ok, said) = end(seed);
    assert!(ok, "{said}");
    await_ready(&serving);
    // And a command beside one that serves does not wait for its end.
    let (ok, said) = end(spawn(&scratch.0, &["migrate"]));
    assert!(ok && said.contains("up to date"), "{said}");
}

#[test]
fn one_that_serves_goes_on_when_the_process_that_ran_the_database_ends() {
    let scratch = Scratch::new("take-over");
    let mut first = Serving::start(&scratch.0);
    let second = Serving::start(&scratch.0);
    let url = dsn(&scratch.0, "app");
    await_ready(&second);
    assert!(first.signal("TERM").success(), "to be told to stop is no failure");
    await_ready(&second);
    assert_eq!(dsn(&scratch.0, "app"), url);
    assert!(second.get("/login/").starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn the_url_of_the_application_shows_no_tenant_and_cannot_choose_one_in_a_query() {
    let scratch = Scratch::new("app-url");
    let _serving = Serving::start(&scratch.0);
    let (app, connection) = tokio_postgres::connect(&dsn(&scratch.0, "app"), NoTls).await.unwrap();
    tokio::spawn(connection);
    let (outside, connection) = tokio_postgres::connect(&dsn(&scratch.0, "superuser"), NoTls).await.unwrap();
    tokio::spawn(connection);
    let tasks = "select count(*) from app.tasks";
    assert!(outside.query_one(tasks, &[]).await.unwrap().get::<_, i64>(0) > 0);
    assert_eq!(app.query_one(tasks, &[]).await.unwrap().get::<_, i64>(0), 0);
    let tenant: String =
        outside.query_one("select tenant_id::text from app.tenants limit 1", &[]).await.unwrap().get(0);
    let choice = "select set_config('app.tenant_id', $1, false)";
    let refusal = app.query(choice, &[&tenant]).await.unwrap_err();
    assert_eq!(refusal.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE));
}

#[test]
fn a_superuser_that_cannot_be_is_told_why() {
    let scratch = Scratch::new("refused");
    let create = |password: &[u8]| {
        let mut creating = spawn(&scratch.0, &["createsuperuser", "--username", "chief"]);
        creating.stdin.take().unwrap().write_all(password).unwrap();
        end(creating)
    };
    let (ok, said) = create(b"short\n");
    assert!(!ok && said.contains("8 characters"), "{said}");
    // Without a server: one runs for as long as the command does.
    let (ok, said) = create(b"a good password\n");
    assert!(ok && said.contains("created superuser chief"), "{said}");
    let (ok, said) = create(b"a good password\n");
    assert!(!ok && said.contains("taken"), "{said}");
    let (ok, _, said) = run(&scratch.0, &["dsn", "app"]);
    assert!(!ok && said.contains("rowhouse serve"), "{said}");
}

/// A database of the harness as somebody else's: what `serve` and what `migrate` may know of it.
pub(crate) fn external(
    database: &Database,
    folder: &Path,
    command: &str,
    variables: &[(&str, &str)],
) -> Command {
    let mut command = program(folder, &[command]);
    for (variable, role) in variables {
        command.env(variable, url(&database.config(role)));
    }
    command
}

pub(crate) const SERVE: [(&str, &str); 4] = [
    ("DATABASE_URL", "rowhouse_app"),
    ("AUTH_DATABASE_URL", "rowhouse_auth"),
    ("ADMIN_DATABASE_URL", "rowhouse_admin"),
    ("OPERATOR_DATABASE_URL", "rowhouse_operator"),
];
const MIGRATE: [(&str, &str); 2] =
    [("DATABASE_URL", "rowhouse_app"), ("MIGRATOR_DATABASE_URL", "rowhouse_migrator")];

fn url(config: &Config) -> String {
    let host = match &config.get_hosts()[0] {
        Host::Unix(folder) => folder.to_str().unwrap().to_owned(),
        Host::Tcp(name) => name.clone(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let password = std::str::from_utf8(config.get_password().unwrap()).unwrap();
    let (user, name) = (config.get_user().unwrap(), config.get_dbname().unwrap());
    format!("host={host} port={port} user={user} password={password} dbname={name}")
}

#[tokio::test]
async fn on_a_database_of_somebody_elses_serve_neither_migrates_nor_seeds() {
    let (database, scratch) = (Database::bootstrapped().await, Scratch::new("external"));
    let end = |mut command: Command| {
        let output = command.stdin(Stdio::null()).output().unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    let (ok, said) = end(external(&database, &scratch.0, "serve", &SERVE));
    assert!(!ok && said.contains("`rowhouse migrate`"), "{said}");
    let (ok, said) = end(external(&database, &scratch.0, "migrate", &SERVE));
    assert!(!ok && said.contains("MIGRATOR_DATABASE_URL is not set"), "{said}");
    let (ok, said) = end(external(&database, &scratch.0, "migrate", &MIGRATE));
    assert!(ok && said.contains("ran V1__"), "{said}");

    let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = external(&database, &scratch.0, "serve", &SERVE);
    let child = command.env("ROWHOUSE_LISTEN", listen.to_string()).stderr(Stdio::piped()).spawn().unwrap();
    let mut serving = Serving { child, port: listen.port(), said: Vec::new() };
    await_ready(&serving);
    assert!(serving.signal("INT").success());
    let tenants: i64 =
        database.superuser().await.query_one("select count(*) from app.tenants", &[]).await.unwrap().get(0);
    assert_eq!(tenants, 0);
    assert!(!scratch.0.exists(), "no cluster was made beside it");
}

#[tokio::test]
async fn on_a_database_of_somebody_elses_the_demo_asks_for_two_urls_and_its_exit_status_is_its_verdict() {
    let (town, scratch) = (Town::new().await, Scratch::new("external-demo"));
    let demo = |variables: &[(&str, &str)]| {
        let output = external(&town.database, &scratch.0, "demo", variables).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (status, shown, said) = demo(&SERVE[..1]);
    assert!(
        status == Some(1) && shown.is_empty() && said.contains("ADMIN_DATABASE_URL is not set"),
        "{said}"
    );
    let urls = [SERVE[0], SERVE[2]];
    let (status, shown, said) = demo(&urls);
    assert!(status == Some(0) && said.is_empty(), "{shown}{said}");
    let break_it = "alter table app.tasks disable row level security";
    town.database.superuser().await.batch_execute(break_it).await.unwrap();
    let (status, shown, said) = demo(&urls);
    assert!(
        status == Some(1) && shown.contains("✗ expected: ") && said.contains("did not behave as described"),
        "{shown}{said}"
    );
    assert!(!scratch.0.exists(), "no cluster was made beside it");
}
