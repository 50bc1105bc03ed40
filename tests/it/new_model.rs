//! The README's way to add a model to the panel: the description that it shows is the one that is compiled (the example of
//! `admin::model::Model`), its statements run on the README's table, and all of it is as short as the README says.

use rowhouse::id::{TaskId, TenantId};
use serde_json::{Value as Json, json};
use tokio_postgres::{Client, Column, types::ToSql};
use uuid::Uuid;

use crate::{
    harness::House,
    house::{files, root},
    new_table::{example, renamed, with_table},
};

/// The file that the README shows.
fn description() -> &'static str {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```rust\n//! Notes").expect("the README shows a description");
    let (text, _) = rest.split_once("```").unwrap();
    text
}

fn statement(name: &str) -> String {
    renamed(&std::fs::read_to_string(root().join(format!("tests/it/new_model/{name}.sql"))).unwrap())
}

#[test]
fn a_model_is_as_short_as_the_readme_says() {
    let statements = files("tests/it/new_model", ".sql");
    let lines = statements.iter().map(|(_, text)| text.lines().count()).sum::<usize>();
    // The module and the entry have a line each.
    let all = description().lines().count() + lines + 2;
    assert!(all < 100, "{all}");
    assert!(include_str!("../../README.md").contains(&format!("it is {all} lines")), "it is {all} lines");
}

/// But for the statements, which are there before there is such a table.
#[test]
fn what_the_readme_shows_is_what_is_compiled() {
    let model = include_str!("../../src/admin/model.rs");
    let (_, rest) = model.split_once("/// static NOTES").expect("an example");
    let compiled =
        rest.lines().take_while(|line| *line != "/// assert_eq!(NOTES.path_of(\"…\"), \"/admin/notes/…/\");");
    let compiled = compiled.map(|line| line.trim_start_matches("///").trim_start_matches(' '));
    let compiled: Vec<_> = compiled.map(|line| line.replace("admin/tasks/", "admin/notes/")).collect();
    let (_, shown) = description().split_once("pub(super) static NOTES").unwrap();
    let shown: Vec<_> = shown.lines().map(str::trim_start).collect();
    assert_eq!(compiled, shown);
}

/// A note in each house, by ids that begin with the time: the newest is the second.
async fn noted(superuser: &Client, houses: [&House; 2]) -> [String; 2] {
    let mut ids = Vec::new();
    for house in houses {
        let id = TaskId::new();
        let insert = "insert into app.jottings (tenant_id, id, task_id, body) values ($1::text::uuid, $2::text::uuid, $3::text::uuid, 'A note')";
        let (tenant, open) = (house.tenant.to_string(), house.open.to_string());
        superuser.execute(insert, &[&tenant, &id.to_string(), &open]).await.unwrap();
        ids.push(format!("{tenant}.{id}"));
    }
    ids.try_into().unwrap()
}

#[tokio::test]
async fn its_statements_are_those_of_a_model() {
    let town = with_table(&example()).await;
    let superuser = town.database.superuser().await;
    let [old, new] = noted(&superuser, [&town.acme, &town.globex]).await;
    let admin = town.database.role("rowhouse_admin").await;
    // They are asked what those of any model are, and give what the description has columns for.
    let columns = description().split("Column::new(\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let columns: Vec<_> = ["id", "key"].into_iter().chain(columns).collect();
    for name in ["list", "find", "facets"] {
        let of_tasks = std::fs::read_to_string(root().join(format!("sql/admin/tasks/{name}.sql"))).unwrap();
        let (own, tasks) =
            (admin.prepare(&statement(name)).await.unwrap(), admin.prepare(&of_tasks).await.unwrap());
        assert_eq!(own.params(), tasks.params(), "{name}");
        let given: Vec<_> = own.columns().iter().map(Column::name).collect();
        assert_eq!(
            given,
            if name == "facets" { vec!["filter", "value", "hits", "more"] } else { columns.clone() }
        );
    }
    let list =
        async |tenant: Option<TenantId>, created: Json, order: &str, after: Option<&str>, most: i64| {
            let (tenant, nothing) =
                (tenant.map(|tenant| tenant.to_string().parse::<Uuid>().unwrap()), None::<&str>);
            let asked: [&(dyn ToSql + Sync); 7] =
                [&tenant, &nothing, &created, &order, &nothing, &after, &most];
            let rows = admin.query(&statement("list"), &asked).await.unwrap();
            rows.iter().map(|row| row.get("id")).collect::<Vec<String>>()
        };
    let any = || json!({});
    let both = [new.clone(), old.clone()];
    assert_eq!(list(None, any(), "-created", None, 51).await, both);
    assert_eq!(list(None, json!({ "created": "1 day" }), "-created", None, 51).await, both);
    assert!(list(None, json!({ "created": "..2020-01-01" }), "-created", None, 51).await.is_empty());
    assert_eq!(list(None, any(), "created", None, 51).await, [old.as_str(), &new]);
    assert_eq!(list(None, any(), "-created", None, 1).await, [new.as_str()]);
    assert_eq!(list(None, any(), "-created", Some(&new), 51).await, [old.as_str()]);
    assert_eq!(list(Some(town.acme.tenant), any(), "-created", None, 51).await, [old.as_str()]);
    // The way from the tenants' trails, and from an entry of them, as the model's own addresses are.
    let of_trails =
        |name: &str| std::fs::read_to_string(root().join(format!("sql/admin/audit/{name}.sql"))).unwrap();
    let of_notes = json!({ "object": "jottings" });
    let asked: [&(dyn ToSql + Sync); 7] =
        [&None::<Uuid>, &None::<&str>, &of_notes, &"created", &None::<&str>, &None::<&str>, &51_i64];
    let entries = admin.query(&of_trails("list"), &asked).await.unwrap();
    assert_eq!(entries.len(), 2);
    for (entry, note) in entries.iter().zip([&old, &new]) {
        let whole = admin.query_one(&of_trails("find"), &[&entry.get::<_, String>("id")]).await.unwrap();
        for row in [entry, &whole] {
            assert_eq!(row.get::<_, Vec<String>>("object")[0], format!("jottings/{note}"));
        }
    }
    let found = admin.query_one(&statement("find"), &[&old]).await.unwrap();
    assert_eq!((found.get::<_, String>("id"), found.get::<_, String>("body")), (old, "A note".to_owned()));
    let facets = admin.query(&statement("facets"), &[&None::<Uuid>, &None::<&str>, &any()]).await.unwrap();
    let figures: Vec<_> =
        facets.iter().map(|row| (row.get::<_, String>("value"), row.get::<_, i64>("hits"))).collect();
    assert_eq!(figures.len(), 4);
    assert!(figures.iter().all(|(_, hits)| *hits == 2), "{figures:?}");
}
