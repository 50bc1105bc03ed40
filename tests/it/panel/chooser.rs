//! A tenant, a person or a project that narrows a list, chosen by what it is called: found by its id from then on, said where
//! nothing or too much is called so, and looked for by an index that leads there.

use super::{
    fill,
    lists::ids,
    work::{FEW, run, text_of, touched},
};
use crate::harness::{Database, Town};

/// Where a list leads that is asked for by a name.
async fn led(town: &Town, path: &str) -> String {
    let answer = town.root().await.get(path).await.expect(303);
    answer.location().to_owned()
}

#[tokio::test]
async fn what_is_typed_becomes_the_id_that_a_link_has() {
    let town = Town::new().await;
    let (acme, alice, project) = (town.acme.tenant, town.acme.user, town.acme.project);
    for list in ["users", "memberships", "projects", "tasks", "sessions", "audit"] {
        let wanted = format!("/admin/{list}/?tenant={acme}");
        for typed in ["acme", "+ACME+", "Acme"] {
            assert_eq!(led(&town, &format!("/admin/{list}/?tenant={typed}")).await, wanted, "{list} {typed}");
        }
        let kept = format!("/admin/{list}/?tenant={acme}&sort=created");
        assert_eq!(led(&town, &format!("/admin/{list}/?sort=created&tenant=acme")).await, kept);
        // Where something else makes no sense no other address says so: the page does, narrowed as asked.
        let page = town.root().await.get(&format!("/admin/{list}/?tenant=acme&after=x")).await.expect(200);
        page.saying("Left out, because it makes no sense here: after “x”.").saying("class=\"lens\"");
    }
    for (list, field) in [("memberships", "person"), ("sessions", "person"), ("trail", "object")] {
        let wanted = format!("/admin/{list}/?{field}={alice}");
        assert_eq!(led(&town, &format!("/admin/{list}/?{field}=Alice")).await, wanted, "{list}");
    }
    assert_eq!(led(&town, "/admin/trail/?object=acme").await, format!("/admin/trail/?object={acme}"));
    // What was typed into the field, and is nobody's name by itself; an id is what it is.
    let chosen = format!("/admin/trail/?object={alice}");
    assert_eq!(led(&town, "/admin/trail/?called=alice&object=user").await, chosen);
    assert_eq!(led(&town, &format!("/admin/trail/?called={alice}")).await, chosen);
    let name = "select name from app.projects where id = $1";
    let name: String = town.database.superuser().await.query_one(name, &[&project]).await.unwrap().get(0);
    let typed = rowhouse::web::local_path::as_parameter(&name);
    let wanted = format!("/admin/tasks/?tenant={acme}&project={acme}.{project}");
    assert_eq!(led(&town, &format!("/admin/tasks/?tenant={acme}&project={typed}")).await, wanted);
    assert_eq!(led(&town, &format!("/admin/tasks/?project={typed}&tenant=acme")).await, wanted);
    // What is typed takes the place of what was chosen; a project of another tenant goes with that.
    let (globex, hidden) = (town.globex.tenant, format!("tenant={acme}&project={acme}.{project}"));
    let other = format!("/admin/tasks/?{hidden}&tenant=globex&project=");
    assert_eq!(led(&town, &other).await, format!("/admin/tasks/?tenant={globex}"));
    // A part is led there as well, so that its address is the same.
    let page = town.root().await;
    let part = page.hx().get("/admin/tasks/?tenant=acme").await.expect(303);
    assert_eq!(part.location(), format!("/admin/tasks/?tenant={acme}"));
}

#[tokio::test]
async fn what_nothing_or_too_much_is_called_is_said_and_left_out() {
    let town = Town::new().await;
    fill(&town.database, 20, 1).await;
    let twice = "update app.tenants set name = 'Twins' where slug in ('town-1', 'town-2');
                 update auth.users set display_name = 'Sam' where login in ('person-1-0', 'person-2-0');
                 update app.projects set name = 'Both' where name like 'Project%'";
    let twice = format!("set session_replication_role = replica; {twice}");
    town.database.superuser().await.batch_execute(&twice).await.unwrap();
    let mut root = town.root().await;
    for (query, said) in [
        ("memberships/?tenant=nobody", "Left out: Tenant “nobody”. No tenant has that slug or name."),
        (
            "memberships/?tenant=Twins",
            "Left out: Tenant “Twins”. Several tenants are called so: please type the slug of one.",
        ),
        ("memberships/?person=acme", "Left out: Person “acme”. Nobody has that username or name."),
        (
            "memberships/?person=Sam",
            "Left out: Person “Sam”. Several people are called so: please type the username of one.",
        ),
        ("tasks/?project=nothing", "Left out: Project “nothing”. No project there is called so."),
        (
            "tasks/?project=Both",
            "Left out: Project “Both”. Several projects are called so: please choose a tenant",
        ),
        (
            "trail/?object=nobody",
            "Left out: Whom or what “nobody”. Nobody has that username or name, and no tenant that slug or name.",
        ),
        ("trail/?called=user", "Left out: Whom or what “user”. Nobody has that username or name"),
        ("trail/?called=Twins", "Left out: Whom or what “Twins”. Several are called so"),
    ] {
        let page = root.get(&format!("/admin/{query}")).await.expect(200).saying(said);
        let page = page.silent_on("makes no sense");
        let typed = query.split_once('=').unwrap().1;
        // It stands in its field, to be put right, and nowhere else.
        let page = page.saying(&format!("value=\"{typed}\" dir=\"auto\""));
        assert!(!page.body.contains(&format!("={typed}&")), "{query}: no link has it");
        root.get(&format!("/admin/{}", query.replace("/?", "/export.json?"))).await.expect(400);
    }
    // Each of several of one name is offered by its id as well, and means itself.
    let offered = root.hx().get("/admin/offers/projects/?project=bo").await.expect(200);
    let values: Vec<_> =
        offered.body.split("value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(values.len(), 10, "{}", offered.body);
    for value in values {
        let id = value.strip_prefix("Both (").unwrap().strip_suffix(')').unwrap();
        let typed = value.replace(' ', "+");
        let led = root.get(&format!("/admin/tasks/?project={typed}")).await.expect(303);
        assert_eq!(led.location(), format!("/admin/tasks/?project={id}"));
        // Of a tenant that is chosen it is none, unless it is.
        let (tenant, _) = id.split_once('.').unwrap();
        let own = root.get(&format!("/admin/tasks/?tenant={tenant}&project={typed}")).await.expect(303);
        assert_eq!(own.location(), format!("/admin/tasks/?tenant={tenant}&project={id}"));
        let other = town.acme.tenant;
        let page = root.get(&format!("/admin/tasks/?tenant={other}&project={typed}")).await.expect(200);
        page.saying("No project there is called so.");
    }
    // What else was asked for stays, what was chosen before as well.
    let acme = town.acme.tenant;
    let page = root.get(&format!("/admin/memberships/?tenant={acme}&role=owner&tenant=x")).await.expect(200);
    page.saying(&format!("/admin/memberships/?tenant={acme}&amp;role=admin\""));
    for nothing in ["%00", "%25", "%27%3Bdrop", &"x".repeat(5_000), "%E2%80%8B", "."] {
        for query in ["memberships/?tenant=", "sessions/?person=", "tasks/?project=", "audit/?object="] {
            let page = root.get(&format!("/admin/{query}{nothing}")).await.expect(200);
            page.saying("Left out");
        }
    }
}

/// Somebody may be called as a kind of thing is, or as a tenant is: nothing is taken for the other without a word.
#[tokio::test]
async fn a_name_that_means_two_things_is_taken_for_neither() {
    let town = Town::new().await;
    let alike = "update auth.users set login = 'user' where login = 'gus';
                 update auth.users set login = 'acme' where login = 'alice'";
    town.database.superuser().await.batch_execute(alike).await.unwrap();
    let gus = town.globex.user;
    assert_eq!(led(&town, "/admin/trail/?called=user").await, format!("/admin/trail/?object={gus}"));
    let mut root = town.root().await;
    // A kind, as its link has it.
    root.get("/admin/trail/?object=user").await.expect(200).saying("Whom or what: <bdi>People</bdi>");
    for list in ["trail", "audit"] {
        root.get(&format!("/admin/{list}/?called=acme"))
            .await
            .expect(200)
            .saying("“acme”. Several are called so");
        let page = root.get(&format!("/admin/{list}/")).await.expect(200);
        page.saying("name=\"called\"").saying("username or name of a person, or slug or name of a tenant");
    }
    // By the name of one, and the slug of none.
    let named = "update app.tenants set name = 'Works' where slug = 'acme'";
    town.database.superuser().await.batch_execute(named).await.unwrap();
    let wanted = format!("/admin/trail/?object={}", town.acme.tenant);
    assert_eq!(led(&town, "/admin/trail/?called=works").await, wanted);
}

/// What is chosen is called by its name, whatever it is.
#[tokio::test]
async fn what_was_chosen_by_its_name_is_called_by_it() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, project) = (town.acme.tenant, town.acme.project);
    let chip = |what: &str, name: &str| format!("aria-label=\"Leave out: {what} {name}\"");
    for (query, chip) in [
        (format!("trail/?object={}", town.acme.user), chip("Whom or what", "alice")),
        (format!("trail/?object={tenant}"), chip("Whom or what", "acme")),
        (format!("audit/?tenant={tenant}&object={project}"), chip("What", "acme project")),
        (format!("audit/?object={}", town.acme.open), chip("What", "acme open task")),
        (
            "trail/?object=01890000-0000-7000-8000-000000000009".to_owned(),
            chip("Whom or what", "one that is gone"),
        ),
    ] {
        root.get(&format!("/admin/{query}")).await.expect(200).saying(&chip);
    }
}

/// A file and the rows to be changed are of what the list is of that has the same address.
#[tokio::test]
async fn files_and_rows_in_place_are_narrowed_by_names_as_well() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let by_id = format!("tenant={}", town.acme.tenant);
    for path in ["tasks/export.csv?", "tasks/export.json?", "projects/rows/?"] {
        let named = root.get(&format!("/admin/{path}tenant=acme")).await.expect(200).silent_on("Left out");
        let page = root.get(&format!("/admin/{path}{by_id}")).await.expect(200);
        assert!(named.body.contains("acme") && !named.body.contains("globex"), "{path}");
        if path.contains("export") {
            assert_eq!(named.body, page.body, "{path}");
        }
    }
    root.get("/admin/projects/rows/?tenant=nobody")
        .await
        .expect(200)
        .saying("Left out: Tenant “nobody”. No tenant has that slug or name.");
}

#[tokio::test]
async fn fields_stand_on_each_list_that_they_narrow_and_offer_what_could_be_meant() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for (list, fields) in [
        ("tenants", &[][..]),
        ("users", &["tenant"]),
        ("memberships", &["tenant", "person"]),
        ("projects", &["tenant"]),
        ("tasks", &["tenant", "project"]),
        ("sessions", &["tenant", "person"]),
        ("audit", &["tenant", "object"]),
        ("trail", &["object"]),
    ] {
        let page = root.get(&format!("/admin/{list}/")).await.expect(200);
        let offered: Vec<_> = page.body.split("<datalist id=\"choose-").skip(1).collect();
        assert_eq!(offered.len(), fields.len(), "{list}");
        for (field, list) in fields.iter().zip(offered) {
            assert!(list.starts_with(&format!("{field}-offers\"")), "{field}");
        }
    }
    let acme = town.acme.tenant;
    let page = root.get(&format!("/admin/tasks/?tenant={acme}&state=open")).await.expect(200);
    page.saying(&format!("hx-get=\"/admin/offers/projects/?tenant={acme}\""))
        .saying("type=\"hidden\" name=\"state\" value=\"open\"")
        .saying("class=\"chips\"");
    let mut part = root.hx();
    let project = "select name from app.projects where id = $1";
    let superuser = town.database.superuser().await;
    let project: String = superuser.query_one(project, &[&town.acme.project]).await.unwrap().get(0);
    let typed = rowhouse::web::local_path::as_parameter(&project.to_uppercase());
    let option = format!("value=\"{project}\"");
    for of in [String::new(), format!("tenant={acme}&")] {
        part.get(&format!("/admin/offers/projects/?{of}project={typed}")).await.expect(200).saying(&option);
    }
    let globex = town.globex.tenant;
    let other = format!("/admin/offers/projects/?tenant={globex}&project={typed}");
    part.get(&other).await.expect(200).silent_on(&option);
    part.get("/admin/offers/anything/?object=a")
        .await
        .expect(200)
        .saying("value=\"alice\"")
        .saying("value=\"acme\"");
    for what in ["projects", "anything"] {
        for nothing in ["", "?x=", "?x=%00", "?tenant=x", "?x=%27"] {
            let answer = part.get(&format!("/admin/offers/{what}/{nothing}")).await.expect(200);
            assert_eq!(answer.body, "", "{what}{nothing}");
        }
        town.alice().await.get(&format!("/admin/offers/{what}/?x=a")).await.expect(403);
    }
    // As it says: rows of that tenant alone.
    let rows = root.get(&format!("/admin/projects/?tenant={acme}")).await.expect(200);
    assert!(ids("projects", &rows.body).iter().all(|id| id.starts_with(&acme.to_string())));
}

/// A name is looked for by the index that leads to it, among thousands.
#[tokio::test]
async fn a_name_is_found_among_many_by_its_index() {
    let database = Database::migrated().await;
    fill(&database, 8_000, 1).await;
    let superuser = database.superuser().await;
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    // PostgreSQL 18 finds a name by this one as well, status by status (a skip scan).
    superuser.batch_execute("drop index app.tenants_by_status_name").await.unwrap();
    let tenant = "select tenant_id::text from app.tenants where slug = 'town-77'";
    let tenant: String = superuser.query_one(tenant, &[]).await.unwrap().get(0);
    let admin = database.role("rowhouse_admin").await;
    let of = format!("'project 1', 10, '{tenant}'");
    let named = format!("'Project 1 of 77', '{tenant}'");
    for (statement, types, arguments, index) in [
        ("named/tenants", "text", "'town-77'", "app.tenants_by_name"),
        ("named/tenants", "text", "'Town 77'", "app.tenants_by_name"),
        ("named/people", "text", "'Person 77'", "auth.users_by_name"),
        ("named/projects", "text, uuid", "'Project 1 of 77', null", "app.projects_by_name"),
        ("named/projects", "text, uuid", &named, ""),
        ("find/projects_of", "text, bigint, uuid", &of, ""),
    ] {
        let text = text_of(statement);
        let cost = touched(&run(&admin, &text, types, arguments).await);
        assert!(cost < 100.0, "{statement} ({arguments}): {cost}");
        if index.is_empty() {
            continue;
        }
        let made = format!("select pg_get_indexdef('{index}'::regclass)");
        let made: String = superuser.query_one(&made, &[]).await.unwrap().get(0);
        superuser.batch_execute(&format!("drop index {index}")).await.unwrap();
        let without = touched(&run(&admin, &text, types, arguments).await);
        superuser.batch_execute(&made).await.unwrap();
        assert!(without > FEW, "{statement} ({arguments}): {without} without {index}");
    }
}
