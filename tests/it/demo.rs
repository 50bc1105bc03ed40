//! The guided tour: it shows what it says, changes nothing, and fails when the database does otherwise.

use std::process::Stdio;

use rowhouse::operate::{Error, demo};

use crate::{
    embedded::{Scratch, Serving, program, run},
    harness::{Database, Town},
};

/// The tour of a database, without colours, and whether everything was as told.
async fn tour(database: &Database) -> (String, Result<(), Error>) {
    let mut out = anstream::StripStream::new(Vec::new());
    let shown = demo::run(&database.urls(), &mut out).await;
    (String::from_utf8(out.into_inner()).unwrap(), shown)
}

async fn everything(database: &Database) -> String {
    let row = database
        .superuser()
        .await
        .query_one(
            "select concat((select string_agg(t::text, ';' order by id) from app.tasks t), (select string_agg(p::text, ';' order by id) from app.projects p),
                           (select count(*) from app.trash))",
            &[],
        )
        .await
        .unwrap();
    row.get(0)
}

#[tokio::test]
async fn everything_behaves_as_told_and_nothing_is_changed() {
    let town = Town::new().await;
    let before = everything(&town.database).await;
    let (told, shown) = tour(&town.database).await;
    shown.unwrap_or_else(|failure| panic!("{failure}\n{told}"));
    assert_eq!(everything(&town.database).await, before);
    for act in [
        "1. No context, no rows",
        "Filtering, without a word",
        "another tenant",
        "A new row belongs to the tenant",
        "across tenants",
        "Changing and deleting",
        "Pointing at another",
        "All rows means all rows of the tenant",
        "Injection",
    ] {
        assert!(told.contains(act), "{act}: {told}");
    }
    assert!(told.contains("update app.tasks set version = version + 1;\n2 rows changed\n✓"), "{told}");
    assert!(told.trim_end().ends_with("32 of 32 behaved as told."), "{told}");
}

/// The alarm rings, whichever guard is broken.
#[tokio::test]
async fn whatever_behaves_otherwise_is_said() {
    for (broken, complaint) in [
        ("alter table app.tasks disable row level security", "NOT AS TOLD: expected exactly “0”"),
        (
            "grant execute on function pg_catalog.set_config(text, text, boolean) to public",
            "NOT AS TOLD: expected refused",
        ),
        (
            "alter table app.projects alter column tenant_id set default gen_random_uuid()",
            "NOT AS TOLD: expected exactly",
        ),
        ("grant truncate on app.tasks to rowhouse_app", "NOT AS TOLD: expected refused"),
        ("alter table app.tasks drop constraint tasks_project_fkey", "NOT AS TOLD: expected refused"),
        ("grant update on app.tasks to rowhouse_admin", "NOT AS TOLD: expected refused"),
    ] {
        let town = Town::new().await;
        town.database.superuser().await.batch_execute(broken).await.unwrap();
        let (told, shown) = tour(&town.database).await;
        assert!(matches!(shown, Err(Error::DemoFailed(_))), "{broken}\n{told}");
        assert!(told.contains(complaint), "{broken}\n{told}");
    }
}

#[tokio::test]
async fn without_two_tenants_it_says_what_to_do() {
    let database = Database::migrated().await;
    let (_, shown) = tour(&database).await;
    assert!(shown.unwrap_err().to_string().contains("rowhouse seed"));
}

#[test]
fn the_program_gives_the_tour_beside_one_that_serves_and_by_itself() {
    let scratch = Scratch::new("demo");
    let folder = &scratch.0;
    let (ok, told, complaint) = run(folder, &["demo"]);
    assert!(
        ok && told.contains("32 of 32") && !told.contains('\u{1b}'),
        "plain when piped: {told}{complaint}"
    );
    let _serving = Serving::start(folder);
    let (ok, told, complaint) = run(folder, &["demo"]);
    assert!(ok && told.contains("-- Acme Corp") && told.contains("32 of 32"), "{told}{complaint}");

    // Somebody who has seen enough closes the pipe.
    let mut child = program(folder, &["demo"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
