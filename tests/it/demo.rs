//! The guided tour: it holds on a sound database, leaves it as it was, and rings the alarm when a guard is broken.

use std::process::Stdio;

use rowhouse::operate::{
    Error, Result, demo,
    seed::{self, Scale},
};

use crate::{
    embedded::{Scratch, Serving, program, run},
    harness::{Database, Town},
    operate::pools,
};

/// What the demo says on a database, plain, and how it ends.
async fn tour(database: &Database) -> (String, Result<()>) {
    let mut out = anstream::StripStream::new(Vec::new());
    let ended =
        demo::run(&database.config("rowhouse_app"), &database.config("rowhouse_admin"), &mut out).await;
    (String::from_utf8(out.into_inner()).unwrap(), ended)
}

/// The statements whose answer was not what was said: what stands between the mark and the one before it.
fn wrong(said: &str) -> Vec<String> {
    let mut statement = String::new();
    let mut wrong = Vec::new();
    for line in said.lines() {
        if line.starts_with("  ✗") {
            wrong.push(statement.clone());
        }
        if line.starts_with("  ✓")
            || line.starts_with("  ✗")
            || line.is_empty()
            || line.starts_with("  begin")
        {
            statement.clear();
        } else {
            statement.push_str(line);
        }
    }
    wrong
}

#[tokio::test]
async fn a_sound_database_behaves_as_described_and_is_left_as_it_was() {
    let town = Town::new().await;
    let before = town.database.rows().await;
    let (said, ended) = tour(&town.database).await;
    ended.unwrap_or_else(|failure| panic!("{failure}\n{said}"));
    assert_eq!(town.database.rows().await, before);

    for shown in [
        "Without a context",
        "Automatic filtering",
        "Context switching",
        "Automatic tenant assignment",
        "Reading another tenant's rows",
        "Updating them",
        "Deleting them",
        "Inserting for another tenant",
        "Referring to another tenant's row",
        "Bulk operations",
        "The admin's explicit cross-tenant query",
        "Injection: what people type",
        "What none of this stops",
        // What it says can be typed: ids in full, statements with their ends.
        &format!("begin; set local app.tenant_id = '{}';\n", town.acme.tenant),
        &format!("select title from app.tasks where id = '{}';\n", town.globex.done),
        "UPDATE 0\n",
        "ERROR 42501: permission denied for function set_config\n",
    ] {
        assert!(said.contains(shown), "{shown}:\n{said}");
    }
    let marks = said.matches("  ✓ ").count();
    assert!(
        marks >= 40 && said.ends_with(&format!("\n✓ {marks} of {marks} behave as described\n")),
        "{said}"
    );
    assert_eq!(wrong(&said), Vec::<String>::new());
}

/// Each guard, and a statement that must show that it is gone.
const BREAKS: [(&str, &str); 16] = [
    ("alter table app.tasks disable row level security", "select count(*) from app.tasks"),
    ("alter table app.tenants disable row level security", "select tenant_id, name from app.tenants"),
    (
        "drop policy tenant_floor on app.projects; alter policy tenant_access on app.projects using (true)",
        "delete from app.projects where id",
    ),
    // Policies of one command each are seen where that command asks no other.
    (
        "drop policy tenant_floor on app.tasks; create policy wide on app.tasks for update to rowhouse_app using (true)",
        "update app.tasks set completed_at",
    ),
    (
        "drop policy tenant_floor on app.projects; create policy wide on app.projects for delete to rowhouse_app using (true)",
        "delete from app.projects;",
    ),
    (
        "alter table app.tasks alter tenant_id drop default, alter tenant_id set default gen_random_uuid()",
        "insert into app.tasks (project_id, title)",
    ),
    ("grant execute on function set_config to rowhouse_app", "with forged"),
    ("grant execute on function set_config to rowhouse_app", "update pg_catalog.pg_settings"),
    ("grant execute on function query_to_xml to public", "query_to_xml"),
    (
        "grant usage on schema auth to rowhouse_app; grant select on auth.users to rowhouse_app",
        "from auth.users",
    ),
    ("grant truncate on app.tasks to rowhouse_app", "truncate app.tasks"),
    ("alter table app.tasks owner to rowhouse_app", "disable row level security"),
    ("alter table app.tasks drop constraint tasks_project_fkey", "insert into app.tasks (project_id, title)"),
    ("alter table app.projects add constraint global unique (id)", "'The same id'"),
    ("grant update on app.tasks to rowhouse_admin", "set title = 'Edited'"),
    (
        "create or replace function app.tenant_id() returns uuid language sql stable return (select max(tenant_id::text)::uuid from auth.memberships)",
        "select count(*) from app.tasks",
    ),
];

#[tokio::test]
async fn every_broken_guard_rings_the_alarm_at_its_statement() {
    for (damage, statement) in BREAKS {
        let town = Town::new().await;
        town.database
            .superuser()
            .await
            .batch_execute(damage)
            .await
            .unwrap_or_else(|failure| panic!("{damage}: {failure:?}"));
        let before = town.database.rows().await;
        let (said, ended) = tour(&town.database).await;
        let wrong = wrong(&said);
        assert!(wrong.iter().any(|wrong| wrong.contains(statement)), "{damage}: {ended:?}\n{said}");
        assert!(
            matches!(ended, Err(Error::NotAsDescribed { wrong: count, all }) if count == wrong.len() && all >= 40),
            "{damage}: {ended:?}"
        );
        // What was not refused was rolled back all the same.
        assert_eq!(town.database.rows().await, before, "{damage}");
    }
}

/// One guard behind another: the demo says of `tenant_floor` that it holds where a later policy is too wide.
#[tokio::test]
async fn a_policy_that_is_too_wide_changes_nothing() {
    let town = Town::new().await;
    let wide = "create policy wide on app.tasks to rowhouse_app using (true) with check (true)";
    town.database.superuser().await.batch_execute(wide).await.unwrap();
    let (said, ended) = tour(&town.database).await;
    ended.unwrap_or_else(|failure| panic!("{failure}\n{said}"));
}

#[tokio::test]
async fn without_two_tenants_it_says_what_to_do() {
    let database = Database::migrated().await;
    let (said, ended) = tour(&database).await;
    assert_eq!(said, "");
    assert!(ended.unwrap_err().to_string().contains("run `rowhouse seed` first"));
}

#[tokio::test]
async fn it_stands_between_small_tenants_and_shows_no_control_character() {
    let database = Database::migrated().await;
    let (pools, migrator) = (pools(&database), database.config("rowhouse_migrator"));
    seed::scale(&migrator, &pools, Scale { tenants: 3, projects: 2, tasks: 2 }, |_| {}).await.unwrap();
    let grow = "insert into app.tasks (tenant_id, id, project_id, title)
                select p.tenant_id, gen_random_uuid(), p.id, 'One of many' from app.tenants t join app.projects p using (tenant_id), generate_series(1, 600)
                where t.slug = 'acme-corp'; update app.projects set name = E'\\x1b]0;mine\\x07' || name";
    database.superuser().await.batch_execute(grow).await.unwrap();
    let (said, ended) = tour(&database).await;
    ended.unwrap_or_else(|failure| panic!("{failure}\n{said}"));
    assert!(said.contains("TechStart Inc") && !said.contains("Acme Corp"), "{said}");
    assert!(said.contains("�]0;mine�") && !said.contains(|c: char| c.is_control() && c != '\n'), "{said}");
}

#[test]
fn the_program_shows_it_plain_when_piped_with_or_without_a_server() {
    let scratch = Scratch::new("demo");
    let (ok, alone, said) = run(&scratch.0, &["demo"]);
    assert!(ok, "{alone}{said}");
    assert!(alone.contains("Acme Corp") && alone.contains("TechStart Inc"), "{alone}");
    assert!(!alone.contains('\x1b'), "{alone}");

    let _serving = Serving::start(&scratch.0);
    let (ok, beside, said) = run(&scratch.0, &["demo"]);
    assert!(ok && beside == alone, "{beside}{said}");

    let colours = program(&scratch.0, &["demo"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(String::from_utf8(colours.stdout).unwrap().contains("\x1b[32m"));

    // Whoever reads the first line alone (`| head -1`) is told nothing of a broken pipe.
    let mut child =
        program(&scratch.0, &["demo"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success() && ended.stderr.is_empty(), "{ended:?}");
}
