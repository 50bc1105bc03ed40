//! What goes along with an act is named before it is confirmed: the first ones of each thing, how many more there are, and the
//! way to all of them; and it costs the same however many there are.

use super::{
    fill, text,
    work::{run, text_of, touched},
};
use crate::harness::{Database, Town};

#[tokio::test]
async fn what_goes_along_is_named_with_the_way_to_the_rest() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let mut alice = town.alice().await;
    alice.get("/").await.expect(200);
    let (acme, person, project) = (town.acme.tenant, town.acme.user, town.acme.project);
    let more = format!(
        "insert into app.tasks (tenant_id, id, project_id, title) select '{acme}', ('018bcfe5-687b-7000-8000-0000000000' || n)::uuid, '{project}', 'Old ' || n from generate_series(10, 21) n"
    );
    town.database.superuser().await.batch_execute(&more).await.unwrap();
    let session =
        text(&town, &format!("select session_id::text from auth.sessions where user_id = '{person}'")).await;
    let ask = async |root: &mut crate::harness::Browser, list: &str, action: &str, id: &str| {
        root.post(&format!("/admin/{list}/act/"), &[("action", action), ("id", id)]).await.expect(200)
    };

    let of_project = format!("{acme}.{project}");
    for action in ["delete", "move"] {
        ask(&mut root, "projects", action, &of_project)
            .await
            .saying("With 14 tasks")
            .saying("<details class=\"along\" open>")
            .saying(&format!("href=\"/admin/tasks/{acme}.018bcfe5-687b-7000-8000-000000000010/\""))
            .saying("Old 19")
            .silent_on("Old 20")
            .saying("and 4 more")
            // The list of all of them.
            .saying(&format!("project={acme}.{project}"));
    }
    for action in ["delete", "suspend", "archive"] {
        ask(&mut root, "tenants", action, &acme.to_string())
            .await
            .saying("With 1 project and 1 membership")
            .saying(&format!("href=\"/admin/projects/{of_project}/\""))
            .saying(&format!("href=\"/admin/memberships/{acme}.{person}/\""))
            .saying("alice, member");
    }
    for (list, action, id) in [
        ("users", "deactivate", person.to_string()),
        ("users", "sign-out", person.to_string()),
        ("users", "second-factor", person.to_string()),
        ("users", "password", person.to_string()),
        ("memberships", "remove", format!("{acme}.{person}")),
    ] {
        ask(&mut root, list, action, &id)
            .await
            .saying("With 1 session")
            .saying(&format!("href=\"/admin/sessions/{session}/\""))
            .saying("begun 20");
    }
    // What takes nothing along names nothing.
    for (list, action, id) in
        [("tasks", "delete", format!("{acme}.{}", town.acme.open)), ("sessions", "end", session.clone())]
    {
        ask(&mut root, list, action, &id).await.silent_on("class=\"along\"");
    }
    // Of a person who is in a tenant, and works in no session there, none.
    let gus = format!("{}.{}", town.globex.tenant, town.globex.user);
    ask(&mut root, "memberships", "remove", &gus).await.silent_on("class=\"along\"");
}

/// Where one thing is meant, its page counts what belongs to it once, and further than a list does.
#[tokio::test]
async fn what_goes_along_with_one_thing_has_one_count() {
    let town = Town::new().await;
    let (acme, project) = (town.acme.tenant, town.acme.project);
    let more = format!(
        "insert into app.tasks (tenant_id, project_id, title) select '{acme}', '{project}', 'Old ' || n from generate_series(1, 1500) n"
    );
    town.database.superuser().await.batch_execute(&more).await.unwrap();
    let ask = [("action", "delete"), ("id", &*format!("{acme}.{project}"))];
    let page = town.root().await.post("/admin/projects/act/", &ask).await.expect(200);
    page.saying("with 1\u{202f}502 tasks.")
        .saying("With 1\u{202f}502 tasks")
        .saying("and 1\u{202f}492 more")
        .silent_on("more than 1");
}

/// Of several things each has its own, folded; and of many the first twenty alone are shown at all.
#[tokio::test]
async fn each_of_several_names_its_own() {
    let town = Town::new().await;
    fill(&town.database, 40, 3).await;
    let mut root = town.root().await;
    let ids =
        text(&town, "select string_agg(tenant_id::text, ',') from app.tenants where status = 'active'").await;
    let ids: Vec<_> = ids.split(',').map(|id| ("id", id)).collect();
    let page =
        root.post("/admin/tenants/act/", &[&[("action", "archive")], &ids[..]].concat()).await.expect(200);
    assert_eq!(page.body.matches("<details class=\"along\">").count(), 20, "{}", page.body);
    let page =
        root.post("/admin/tenants/act/", &[&[("action", "restore")], &ids[..]].concat()).await.expect(200);
    assert!(!page.body.contains("class=\"along\""));
}

#[tokio::test]
async fn it_costs_no_more_where_there_are_many() {
    let database = Database::migrated().await;
    fill(&database, 2_000, 30).await;
    let superuser = database.superuser().await;
    let many = "set session_replication_role = replica;
        insert into app.projects (tenant_id, id, name) select tenant_id, gen_random_uuid(), 'More' from app.tenants, generate_series(1, 200);
        insert into app.members (tenant_id, user_id, display_name) select (select min(tenant_id::text)::uuid from app.tenants), gen_random_uuid(), 'x' from generate_series(1, 20000);
        insert into app.tasks (tenant_id, id, project_id, title) select p.tenant_id, gen_random_uuid(), p.id, 'x' from (select * from app.projects where name <> 'More' order by tenant_id limit 20) p, generate_series(1, 2000);
        insert into auth.sessions (session_hash, user_id, tenant_id, idle_expires_at, expires_at)
          select sha256(u.user_id::text::bytea || n::text::bytea), u.user_id, m.tenant_id, now() + interval '1 day', now() + interval '1 day'
          from (select * from auth.users order by user_id limit 20) u join auth.memberships m using (user_id), generate_series(1, 200) n";
    superuser.batch_execute(many).await.unwrap();
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    let admin = database.role("rowhouse_admin").await;
    let mut costly = Vec::new();
    for (statement, ids, kinds) in [
        ("tenants/along", "select tenant_id::text from app.tenants order by tenant_id limit 20", 2.0),
        (
            "projects/along",
            "select tenant_id || '.' || id from app.projects where name <> 'More' order by tenant_id limit 20",
            1.0,
        ),
        ("users/along", "select user_id::text from auth.users order by user_id limit 20", 1.0),
        (
            "memberships/along",
            "select tenant_id || '.' || user_id from auth.memberships order by user_id limit 20",
            1.0,
        ),
    ] {
        let named = format!("select quote_literal(array(select id from ({ids}) named (id)))");
        let named: String = admin.query_one(&named, &[]).await.unwrap().get(0);
        let cost = touched(&run(&admin, &text_of(statement), "text[]", &named).await);
        // Of each of the twenty: counted to 1,001, by way of a limit; and ten by name, twice.
        let bound = 20.0 * kinds * (2.0 * 1_001.0 + 100.0);
        if cost > bound {
            costly.push(format!("{statement} touches {cost} rows, and may {bound}"));
        }
    }
    assert!(costly.is_empty(), "{}", costly.join("\n"));
}
