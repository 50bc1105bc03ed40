//! Exports: each is filed before anything of it is sent, with what it was narrowed to or which rows were chosen; and the rows that
//! were chosen are exported alone.

use super::text;
use crate::harness::{Town, create_support};

/// What the trail has of the latest export.
async fn filed(town: &Town) -> String {
    let filed = "select (details - array['address', 'request'])::text from auth.trail where act = 'exported' order by xid desc limit 1";
    text(town, filed).await
}

#[tokio::test]
async fn an_export_is_filed_with_what_it_was_narrowed_to() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let tenant = town.acme.tenant;
    for (path, query) in [
        ("tasks/export.csv", r#"{"list": "tasks", "format": "csv"}"#.to_owned()),
        // A name becomes the id that it stands for.
        (
            "tasks/export.json?tenant=acme&state=open&q=acme",
            format!(r#"{{"list": "tasks", "query": "tenant={tenant}&q=acme&state=open", "format": "json"}}"#),
        ),
        (
            "trail/export.csv?sort=created",
            r#"{"list": "trail", "query": "sort=created", "format": "csv"}"#.to_owned(),
        ),
    ] {
        root.get(&format!("/admin/{path}")).await.expect(200);
        assert_eq!(filed(&town).await, query);
    }
    let by = "select count(*)::text from auth.trail where act = 'exported' and object = 'list' and object_id is null
              and actor = (select user_id from auth.users where login = 'root') and details ? 'request' and details ->> 'address' = '192.0.2.1'";
    assert_eq!(text(&town, by).await, "3");
    // What is refused is no export.
    root.get("/admin/tasks/export.csv?state=odd").await.expect(400);
    assert_eq!(text(&town, by).await, "3");

    root.get("/admin/trail/?act=exported").await.expect(200).saying("format json, query tenant=");
    let entry = "select era || '.' || xid::text || '.' || trail_id from auth.trail where act = 'exported' and details ->> 'format' = 'json'";
    let told = root.get(&format!("/admin/trail/{}/", text(&town, entry).await)).await.expect(200);
    told.saying("href=\"/admin/tasks/\"")
        .saying("Narrowed to")
        .saying(&format!("href=\"/admin/tasks/?tenant={tenant}&amp;q=acme&amp;state=open\""))
        .saying("192.0.2.1");
}

#[tokio::test]
async fn rows_that_were_chosen_are_exported_alone() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let task = |house: &crate::harness::House, task| format!("{}.{task}", house.tenant);
    let (first, second) = (task(&town.globex, town.globex.open), task(&town.acme, town.acme.open));
    let list = root.get("/admin/tasks/").await.expect(200);
    list.saying("formaction=\"/admin/tasks/export/\"").saying("name=\"format\" value=\"csv\"");
    let ids = [("id", first.as_str()), ("id", second.as_str()), ("id", first.as_str())];
    let ask = |format| [&ids[..], &[("format", format), ("listing", "/admin/tasks/?sort=title")]].concat();

    let csv = root.post("/admin/tasks/export/", &ask("csv")).await.expect(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"tasks.csv\"");
    let lines: Vec<_> = csv.body.lines().collect();
    assert_eq!(lines.len(), 3, "{}", csv.body);
    let whole = root.get("/admin/tasks/export.csv").await.expect(200);
    assert!(whole.body.lines().any(|line| line == lines[2]), "as the whole list has it");
    assert_eq!(lines[0], whole.body.lines().next().unwrap());
    assert!(
        lines[1].starts_with(&first) && lines[2].starts_with(&second),
        "in the order in which they stood"
    );

    let json = root.post("/admin/tasks/export/", &ask("json")).await.expect(200);
    let rows: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!(rows[0]["id"], first.as_str());
    let expected =
        format!(r#"{{"ids": ["{first}", "{second}"], "list": "tasks", "rows": 2, "format": "json"}}"#);
    assert_eq!(filed(&town).await, expected);
    let entry = "select era || '.' || xid::text || '.' || trail_id from auth.trail where act = 'exported' order by xid desc limit 1";
    let told = root.get(&format!("/admin/trail/{}/", text(&town, entry).await)).await.expect(200);
    told.saying(&format!("href=\"/admin/tasks/{first}/\"")).saying("Which");

    // All that match: the file of the whole list, as its link has it.
    let all = [&ask("csv")[..], &[("scope", "all")]].concat();
    let led = root.post("/admin/tasks/export/", &all).await.expect(303);
    assert_eq!(led.location(), "/admin/tasks/export.csv?sort=title");
}

#[tokio::test]
async fn a_file_never_lacks_what_was_chosen_without_a_word() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (there, gone) = (town.acme.user.to_string(), town.acme.open.to_string());
    let exports = "select count(*)::text from auth.trail where act = 'exported'";
    let page = root
        .post("/admin/users/export/", &[("format", "csv"), ("id", &there), ("id", &gone)])
        .await
        .expect(409)
        .saying("1 of those chosen is gone since")
        .saying(&format!("name=\"id\" value=\"{there}\""));
    page.silent_on(&gone).silent_on("alice");
    let page = root.post("/admin/users/export/", &[("format", "csv"), ("id", &gone)]).await.expect(409);
    page.silent_on("name=\"format\"");
    for (ids, says) in [(0, "Nothing was chosen"), (201, "201 rows were chosen one by one")] {
        let ids: Vec<_> = (0..ids).map(|n| format!("00000000-0000-7000-8000-{n:012}")).collect();
        let mut fields: Vec<_> = ids.iter().map(|id| ("id", id.as_str())).collect();
        fields.push(("format", "csv"));
        root.post("/admin/users/export/", &fields).await.expect(422).saying(says);
    }
    for odd in ["", "xls", "CSV"] {
        root.post("/admin/users/export/", &[("format", odd), ("id", &there)]).await.expect(400);
    }
    root.post("/admin/users/export/", &[("format", "csv"), ("id", "no id"), ("id", "a\0b")])
        .await
        .expect(422);
    assert_eq!(text(&town, exports).await, "0", "nothing went out");
    // Opened as a page, the address leads to the list.
    assert_eq!(root.get("/admin/users/export/").await.expect(303).location(), "/admin/users/");
    // A trail has no rows to choose: that is the address of an entry, which there is none of.
    root.post("/admin/trail/export/", &[("format", "csv")]).await.expect(405);
    create_support(&town.database, "sue").await;
    let mut sue = town.signed_in("sue").await;
    sue.post("/admin/users/export/", &[("format", "csv"), ("id", &there)]).await.expect(403);
}

/// Of many that were chosen, the first fifty say which.
#[tokio::test]
async fn the_trail_keeps_fifty_ids_and_the_number_of_all() {
    let town = Town::new().await;
    super::fill(&town.database, 60, 1).await;
    let mut root = town.root().await;
    let ids = text(
        &town,
        "select string_agg(tenant_id::text, ' ') from (select tenant_id from app.tenants limit 60) t",
    )
    .await;
    let mut fields: Vec<_> = ids.split(' ').map(|id| ("id", id)).collect();
    fields.push(("format", "json"));
    root.post("/admin/tenants/export/", &fields).await.expect(200);
    let kept = "select jsonb_array_length(details -> 'ids') || ' of ' || (details ->> 'rows') from auth.trail where act = 'exported'";
    assert_eq!(text(&town, kept).await, "50 of 60");
}
