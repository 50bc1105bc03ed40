//! The kind of thing that an entry of a trail is about: it narrows, its figures agree, and what is rare is found among many.

use super::{
    fill,
    lists::walk,
    work::{FEW, run, text_of, touched},
};
use crate::harness::{Database, Town};

/// What is chosen of an act and a kind of thing, as statements are asked for it.
fn filters(act: &str, kind: &str) -> String {
    let chosen = [("act", act), ("object", kind)].into_iter().filter(|(_, value)| !value.is_empty());
    chosen.collect::<serde_json::Value>().to_string()
}

#[tokio::test]
async fn entries_of_a_kind_are_listed_and_counted() {
    let town = Town::new().await;
    fill(&town.database, 60, 2).await;
    let some = "set session_replication_role = replica;
      update app.audit set object = (array['tasks', 'projects', 'members', 'tenants'])[1 + abs(hashtext(id::text)) % 4];
      insert into auth.trail (era, act, object, object_id) select 1, 'project_moved', 'project', tenant_id from app.tenants;
      insert into auth.trail (era, act, object, object_id) select 1, 'task_deleted', 'task', tenant_id from app.tenants limit 5";
    let superuser = town.database.superuser().await;
    superuser.batch_execute(some).await.unwrap();
    let mut root = town.root().await;
    for (list, table, kinds) in [
        ("audit", "app.audit", ["tasks", "projects", "members", "tenants"]),
        ("trail", "auth.trail", ["user", "tenant", "project", "task"]),
    ] {
        for kind in kinds {
            let all = format!("select count(*) from {table} where object = '{kind}'");
            let all: i64 = superuser.query_one(&all, &[]).await.unwrap().get(0);
            assert!(all > 0, "{list} {kind} tries nothing");
            for order in ["created", "-created"] {
                let found = walk(&mut root, list, &format!("?object={kind}&sort={order}")).await;
                assert_eq!(found.len(), usize::try_from(all).unwrap(), "{list} {kind}");
            }
            let page = root.get(&format!("/admin/{list}/?object={kind}")).await.expect(200);
            page.saying(&format!("{all} entr")).saying(&format!("<span class=\"count\">{all}</span>"));
        }
        root.get(&format!("/admin/{list}/?object=tasks%27&object=x-y")).await.expect(200).saying("Left out");
    }
    // Beside an act and days, and in one tenant.
    let moved = walk(&mut root, "trail", "?object=tenant&act=project_moved").await;
    assert!(moved.is_empty());
    let moved = walk(&mut root, "trail", "?object=project&act=project_moved&created=1+day").await;
    assert_eq!(moved.len(), 62);
    let acme = town.acme.tenant;
    let of = format!("select count(*) from app.audit where tenant_id = '{acme}' and object = 'tasks'");
    let of: i64 = superuser.query_one(&of, &[]).await.unwrap().get(0);
    let found = walk(&mut root, "audit", &format!("?tenant={acme}&object=tasks")).await;
    assert_eq!(found.len(), usize::try_from(of).unwrap());
    root.get("/admin/audit/?object=tasks").await.expect(200).saying("What: <bdi>Tasks</bdi>");
}

/// A few entries of their kind among many, the oldest of all: in the trail of the installation an index leads there, and in
/// those of the tenants a page looks at its stretch and no further.
#[tokio::test]
async fn a_rare_kind_costs_no_more_than_a_page_may() {
    const STRETCH: f64 = 120_000.0;
    let database = Database::migrated().await;
    fill(&database, 2_000, 30).await;
    let many = "set session_replication_role = replica;
      insert into auth.trail (era, act, object, object_id) select 1, 'signed_in', 'user', gen_random_uuid() from generate_series(1, 60000);
      insert into app.audit (tenant_id, era, xid, act, object, object_id) select tenant_id, 1, '5', 'insert', 'tenants', tenant_id from app.tenants limit 3";
    let superuser = database.superuser().await;
    superuser.batch_execute(many).await.unwrap();
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    let admin = database.role("rowhouse_admin").await;
    let (page, narrow) = ("uuid, text, jsonb, text, text, text, bigint", "uuid, text, jsonb");
    let mut wrong = Vec::new();
    for (statement, act, kind, bound) in [
        ("trail/list", "", "tenant", FEW),
        ("trail/list", "", "task", FEW),
        ("trail/list", "", "user", FEW),
        // Nothing is both: the stretch of that act is looked at.
        ("trail/list", "signed_in", "task", STRETCH),
        ("audit/list", "", "tasks", FEW),
        ("audit/list", "", "tenants", STRETCH),
        ("audit/list", "", "members", STRETCH),
    ] {
        for order in ["created", "-created"] {
            let arguments = format!("null, null, '{}', '{order}', null, null, 51", filters(act, kind));
            let cost = touched(&run(&admin, &text_of(statement), page, &arguments).await);
            if cost > bound {
                wrong.push(format!("{statement} ({arguments}) touches {cost} rows, and may {bound}"));
            }
        }
    }
    for (statement, kind) in [
        ("trail/facets", "task"),
        ("audit/facets", "members"),
        ("audit/facets", "01890000-0000-7000-8000-000000000009"),
    ] {
        let arguments = format!("null, null, '{}'", filters("", kind));
        let cost = touched(&run(&admin, &text_of(statement), narrow, &arguments).await);
        if cost > STRETCH {
            wrong.push(format!("{statement} ({arguments}) touches {cost} rows"));
        }
    }
    superuser.batch_execute("drop index auth.trail_kind").await.unwrap();
    let arguments = "null, null, '{\"object\": \"task\"}', '-created', null, null, 51";
    let without = touched(&run(&admin, &text_of("trail/list"), page, arguments).await);
    if without < FEW {
        wrong.push(format!("without its index a rare kind touches {without} rows"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
