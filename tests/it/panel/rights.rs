//! Somebody with rights in the panel: led only to what those open, offered what they do, and refused the rest, route by route.

use axum::http::Method;
use rowhouse::{
    app,
    rights::{KNOWN, Right, Rights},
    web::Access,
};
use serde_json::json;
use tokio_postgres::Row;

use super::{WHY, every_list, led, soon, text, undo};
use crate::{
    harness::{Browser, Town, add_member, create_support_with},
    language::catalogue::filed_acts,
};

/// Somebody with these rights, signed in.
pub(super) async fn desk(town: &Town, rights: &str) -> Browser {
    let words: Vec<_> =
        rights.split(',').filter(|word| !word.is_empty()).map(|word| format!("'{word}'")).collect();
    create_support_with(&town.database, "desk", &format!("array[{}]::text[]", words.join(","))).await;
    town.signed_in("desk").await
}

pub(super) async fn set(town: &Town, rights: &str) {
    let set = format!(
        "update auth.users set rights = auth.whole_rights(string_to_array('{rights}', ',')) where login = 'desk'"
    );
    town.database.superuser().await.batch_execute(&set).await.unwrap();
}

/// A page of each kind that there is something on.
pub(super) async fn ones(town: &Town) -> Vec<(&'static str, String)> {
    let house = &town.acme;
    let entry = async |table: &str, id: &str| {
        text(town, &format!("select era || '.' || xid::text || '.' || {id} from {table} order by era desc, xid desc limit 1")).await
    };
    let session = text(town, "select session_id::text from auth.sessions s join auth.users u using (user_id) where login = 'alice'").await;
    vec![
        ("tenants", house.tenant.to_string()),
        ("users", house.user.to_string()),
        ("memberships", format!("{}.{}", house.tenant, house.user)),
        ("projects", format!("{}.{}", house.tenant, house.project)),
        ("tasks", format!("{}.{}", house.tenant, house.open)),
        ("sessions", session),
        ("audit", entry("app.audit", "id").await),
        ("trail", entry("auth.trail", "trail_id").await),
    ]
}

/// Where a page leads, posts to and asks, within the panel: the first two parts of each address.
fn ways(body: &str) -> Vec<(String, String)> {
    let starts = [
        "href=\"/admin/",
        "action=\"/admin/",
        "hx-get=\"/admin/",
        "formaction=\"/admin/",
        "data-offers=\"/admin/",
    ];
    let mut ways = Vec::new();
    for start in starts {
        for rest in body.split(start).skip(1) {
            let mut parts = rest.split('"').next().unwrap().split(['/', '?', '#']);
            ways.push((
                parts.next().unwrap_or_default().to_owned(),
                parts.next().unwrap_or_default().to_owned(),
            ));
        }
    }
    ways
}

/// The page of an entry of each kind: of each act that is filed, with all that any of them names; of looks and exports, one for each
/// list; and of each change of a row that there is in a tenant's trail, and what else is filed there.
async fn entries(town: &Town, ones: &[(&str, String)]) -> Vec<(String, String, String)> {
    let (house, superuser) = (&town.acme, town.database.superuser().await);
    let (tenant, user, other) =
        (house.tenant.to_string(), house.user.to_string(), town.globex.tenant.to_string());
    let names = json!({
        "tenant": tenant, "from": tenant, "to": other, "user": user, "superuser": user, "session": user, "job": user,
        "was": "active", "role": "member", "rights": "tenants:see", "reason": "Ticket 4711",
    });
    let mut filed = Vec::new();
    for act in filed_acts() {
        let (object, id) = match act.split('_').next().unwrap() {
            "tenant" | "member" => ("tenant", &tenant),
            "project" => ("project", &house.project.to_string()),
            "task" => ("task", &house.open.to_string()),
            _ => ("user", &user),
        };
        filed.push((act.clone(), object, id.clone(), names.clone()));
    }
    for (list, id) in ones {
        let object = id.rsplit('.').next().unwrap().to_owned();
        let looked_at = json!({ "page": format!("{list}/{id}"), "tenant": tenant });
        let exported =
            json!({ "list": list, "format": "csv", "query": "created=7+days", "rows": 1, "ids": [id] });
        filed.push(("looked_at".to_owned(), "entry", object.clone(), looked_at));
        filed.push(("exported".to_owned(), "list", object, exported));
    }
    let file = "insert into auth.trail (era, act, object, object_id, details) values (1, $1, $2, $3::text::uuid, $4)";
    for (act, object, id, details) in &filed {
        superuser.execute(file, &[act, object, id, details]).await.unwrap();
    }
    let also = format!(
        "insert into app.audit (tenant_id, era, act, object, object_id, actor, impersonator, after) values
           ('{tenant}', 1, 'visit', 'members', '{user}', '{user}', jsonb_build_object('id', '{user}'::uuid, 'name', 'alice'), jsonb_build_object('user', '{user}'::uuid)),
           ('{tenant}', 1, 'expire', 'audit', '{tenant}', null, null, jsonb_build_object('entries', 3))"
    );
    superuser.batch_execute(&also).await.unwrap();
    let kinds = "select 'trail', act, era || '.' || xid::text || '.' || trail_id from auth.trail where details <> '{}'
        union all
        (select distinct on (act, object) 'audit', act, era || '.' || xid::text || '.' || id from app.audit order by act, object)";
    let rows = superuser.query(kinds, &[]).await.unwrap();
    assert!(rows.len() >= filed.len() + 5, "{}", rows.len());
    let kind = |row: &Row| (row.get(0), row.get(1), row.get(2));
    rows.iter().map(kind).collect()
}

/// Every route of the panel that reads, by people of very different rights: entered where the right is there, and where nothing
/// leads further than the rights do.
#[tokio::test]
async fn nobody_is_led_where_the_rights_do_not_reach() {
    let town = Town::new().await;
    town.alice().await;
    let mut root = town.root().await;
    let act = [("action", "suspend"), ("id", &*town.globex.tenant.to_string()), ("confirmed", "yes"), WHY];
    let done = root.post("/admin/tenants/act/", &act).await;
    led(&mut root, done).await;
    let ones = ones(&town).await;
    let mut browser = desk(&town, "").await;
    let lists = every_list();
    let mut sets: Vec<String> = lists.iter().map(|list| format!("{list}:see")).collect();
    sets.extend(
        ["", "tenants:change,memberships:see,users:see", "trail:see,audit:see,tasks:change"]
            .map(str::to_owned),
    );
    sets.push(
        KNOWN.iter().map(|(model, right)| format!("{model}:{}", right.word())).collect::<Vec<_>>().join(","),
    );
    let entries = entries(&town, &ones).await;
    let (mut entered, mut refused, mut told) = (0, 0, 0);
    let leads_no_further = |body: &str, rights: Rights, what: &str| {
        for (model, rest) in ways(body) {
            let offers = match (model.as_str(), rest.as_str()) {
                ("offers", "people") => Some("users"),
                ("offers", "tenants") => Some("tenants"),
                ("offers", "projects" | "projects-of") => Some("projects"),
                (model, _) => lists.iter().copied().find(|list| *list == model),
            };
            assert!(model != "jobs", "{what} leads to what became of an act");
            let Some(led_to) = offers else { continue };
            let right = match rest.as_str() {
                "create" => Right::Add,
                "rows" => Right::Change,
                "export.csv" | "export.json" => panic!("{what} offers a file"),
                _ => Right::See,
            };
            assert!(rights.may(led_to, right), "{what} leads to {model}/{rest}");
        }
    };
    for set_of in sets {
        set(&town, &set_of).await;
        let rights: Rights = set_of.parse().unwrap();
        let reading = app::routes()
            .into_iter()
            .filter(|route| route.path.starts_with("/admin/") && route.method == Method::GET);
        for route in reading {
            let model = route.path.split('/').nth(2).unwrap();
            let id = ones
                .iter()
                .find(|(name, _)| *name == model)
                .map_or("01890000-0000-7000-8000-000000000001", |(_, id)| id);
            let may = match route.access {
                Access::May(model, right) => rights.may(model, right),
                Access::Panel | Access::PanelDoor => true,
                Access::Superuser => false,
                other => panic!("{other:?} in the panel"),
            };
            let answer = browser.get(&format!("{}?q=a&name=a", route.path.replace("{id}", id))).await;
            let status = answer.status.as_u16();
            // A form wants more than its right: also what it names is to be seen.
            let formless = route.path.ends_with("/create/") && may && status == 403;
            assert!((status == 403) != may || formless, "{route:?} with {set_of}: {status}");
            assert!(status < 500, "{route:?} with {set_of}: {status}");
            if status != 200 {
                refused += 1;
                continue;
            }
            entered += 1;
            leads_no_further(&answer.body, rights, &format!("{route:?} with {set_of}"));
        }
        for (list, act, id) in entries.iter().filter(|(list, ..)| rights.sees(list)) {
            let page = browser.get(&format!("/admin/{list}/{id}/")).await.expect(200);
            leads_no_further(&page.body, rights, &format!("{act} of {list} with {set_of}"));
            told += usize::from(page.body.contains("Field by field"));
        }
    }
    assert!(told > 150, "{told}");
    assert!(entered > 80 && refused > 600, "{entered} {refused}");
}

#[tokio::test]
async fn names_of_what_is_not_seen_are_found_nowhere() {
    let town = Town::new().await;
    let mut browser = desk(&town, "tenants:see").await;
    let quick = |browser: &Browser| browser.hx();
    browser
        .get("/admin/")
        .await
        .expect(200)
        .saying("Newest tenants")
        .silent_on("alice")
        .silent_on("Newest people")
        .silent_on("sign-ins");
    for path in ["/admin/find/?q=a", "/admin/find/quick/?q=a", "/admin/offers/anything/?called=a"] {
        quick(&browser)
            .get(path)
            .await
            .expect(200)
            .saying("acme")
            .silent_on("alice")
            .silent_on("acme project")
            .silent_on("acme open");
    }
    let ids = [town.acme.user.to_string(), town.acme.project.to_string(), town.acme.open.to_string()];
    for id in ids {
        browser.get(&format!("/admin/find/?q={id}")).await.expect(200).saying("Nothing found");
    }
    browser.get(&format!("/admin/find/?q={}", town.acme.tenant)).await.expect(200).saying("1 found");
    for path in
        ["/admin/offers/people/?q=a", "/admin/offers/projects/?q=a", "/admin/users/", "/admin/users/?q=al"]
    {
        browser.get(path).await.expect(403).silent_on("alice").saying("Not among your rights");
    }

    // A link to what is not seen is a text; and what would name it narrows nothing.
    set(&town, "tasks:see").await;
    let page = browser.get(&format!("/admin/tasks/?tenant={}", town.acme.tenant)).await.expect(200);
    let page = page.saying("acme open task").saying("globex open task").saying("makes no sense here: tenant");
    assert!(!page.body.contains("href=\"/admin/tenants/") && !page.body.contains("class=\"lens\""));
    // In a trail, an id names nothing that is not seen.
    set(&town, "trail:see").await;
    let page = browser.get(&format!("/admin/trail/?object={}", town.acme.user)).await.expect(200);
    page.silent_on("Whom or what: alice");
}

#[tokio::test]
async fn what_the_rights_open_is_offered_done_and_taken_back() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let mut browser = desk(&town, "tenants:change,memberships:see,users:see").await;
    let path = format!("/admin/tenants/{}/", town.acme.tenant);
    let page = browser.get(&path).await.expect(200);
    let page = page
        .saying("value=\"suspend\"")
        .saying("name=\"reason\"")
        .silent_on("value=\"delete\"")
        .silent_on("/create/?");
    page.saying("Members").silent_on("value=\"remove\"").silent_on("Projects</h2>");
    let id = town.acme.tenant.to_string();
    let act = |action: &'static str| [("action", action), ("id", id.as_str()), ("confirmed", "yes"), WHY];
    // Asked first, with a reason, as whoever acts is.
    let asked = [("action", "suspend"), ("id", id.as_str())];
    browser
        .post("/admin/tenants/act/", &asked)
        .await
        .expect(200)
        .saying("Reason")
        .silent_on("With 1 project");
    browser.post("/admin/tenants/act/", &asked[..1]).await.expect(422);
    let done = browser.post("/admin/tenants/act/", &act("suspend")).await;
    let done = led(&mut browser, done).await.saying("1 tenant suspended.");
    // What became of it is told to who did it, and to superusers.
    let taken_back = undo(&done);
    create_support_with(&town.database, "other", "array['tenants:change']").await;
    let mut stranger = town.signed_in("other").await;
    // To anybody else as an act of another instance, which cannot be taken back from here.
    let told = taken_back.strip_suffix("undo/").unwrap();
    assert_eq!(stranger.post(&taken_back, &[]).await.expect(303).location(), told);
    assert_eq!(stranger.get(&taken_back).await.expect(303).location(), told);
    stranger.get(told).await.expect(200).silent_on("suspended");
    // Not without the right, which was there a moment ago; whoever did it is told of it all the same, and offered nothing.
    set(&town, "tenants:see").await;
    browser.post(&taken_back, &[]).await.expect(403);
    browser.get(told).await.expect(303);
    browser.post("/admin/tenants/act/", &act("archive")).await.expect(403);
    set(&town, "tenants:change,users:see,memberships:see").await;
    let back = browser.post(&taken_back, &[]).await;
    led(&mut browser, back).await.saying("Taken back: 1 tenant.");
    let filed =
        "select string_agg(act || ' ' || u.login || ' ' || (details ->> 'reason'), ', ' order by era, xid)
        from auth.trail t join auth.users u on u.user_id = t.actor where act like 'tenant%'";
    assert_eq!(
        text(&town, filed).await,
        "tenant_suspended desk Ticket 4711, tenant_restored desk Undo: Ticket 4711"
    );

    // What is for superusers alone is refused, whatever is sent.
    browser.post("/admin/tenants/act/", &act("delete")).await.expect(403).saying("Not among your rights");
    browser.post("/admin/tenants/act/", &act("nonsense")).await.expect(400);
    let rename = [("name", "Acme & Co"), ("version", "3"), WHY];
    browser.post(&path, &rename).await.expect(303);
    root.post(
        "/admin/tenants/act/",
        &[("action", "delete"), ("id", id.as_str()), ("phrase", "Acme & Co"), ("confirmed", "yes"), WHY],
    )
    .await
    .expect(303);
    browser.get(&path).await.expect(200).silent_on("value=\"restore\"").silent_on("name=\"reason\"");
    browser.post("/admin/tenants/act/", &act("restore")).await.expect(403);
    browser.post(&path, &[("name", "Mine"), ("version", "5"), WHY]).await.expect(403);
    for path in ["/admin/tenants/create/", "/admin/tenants/export.csv", "/admin/users/create/"] {
        browser.get(path).await.expect(403);
    }
}

/// By the very right: a task, a project with what went along with it, and somebody who was deactivated.
#[tokio::test]
async fn what_was_done_by_right_is_taken_back_by_it() {
    let town = Town::new().await;
    let mut browser = desk(&town, "").await;
    let house = &town.acme;
    let of = |id: &str| format!("{}.{id}", house.tenant);
    let there = |table: &str, id: &str| format!("select count(*)::text from {table} where id = '{id}'");
    let (task, project, user) = (house.open.to_string(), house.project.to_string(), house.user.to_string());
    let active =
        format!("select count(*)::text from auth.users where user_id = '{user}' and status = 'active'");
    for (right, list, action, id, is_there) in [
        ("tasks:delete", "tasks", "delete", of(&task), there("app.tasks", &task)),
        ("projects:delete", "projects", "delete", of(&project), there("app.projects", &project)),
        ("users:change", "users", "deactivate", user.clone(), active),
    ] {
        set(&town, right).await;
        let act = [("action", action), ("id", &*id), ("phrase", "acme project"), ("confirmed", "yes"), WHY];
        let done = browser.post(&format!("/admin/{list}/act/"), &act).await;
        let done = led(&mut browser, done).await;
        assert_eq!(text(&town, &is_there).await, "0", "{right}");
        // Seeing is not enough.
        set(&town, &format!("{list}:see")).await;
        browser.post(&undo(&done), &[]).await.expect(403);
        assert_eq!(text(&town, &is_there).await, "0", "{right}");
        set(&town, right).await;
        let back = browser.post(&undo(&done), &[]).await;
        led(&mut browser, back).await.saying("Taken back: 1 ");
        assert_eq!(text(&town, &is_there).await, "1", "{right}");
    }
    // With its tasks, as they were.
    assert_eq!(
        text(&town, &format!("select count(*)::text from app.tasks where project_id = '{project}'")).await,
        "2"
    );
    let filed = "select string_agg(act || ' ' || (details ->> 'right'), ', ' order by era, xid) from auth.trail where details ? 'right'";
    assert_eq!(
        text(&town, filed).await,
        "task_deleted tasks:delete, task_restored tasks:delete, project_deleted projects:delete, \
         project_restored projects:delete, user_deactivated users:change, user_activated users:change"
    );
}

#[tokio::test]
async fn rights_reach_nobody_who_has_power() {
    let town = Town::new().await;
    let mut browser = desk(
        &town,
        "users:change,sessions:delete,memberships:change,memberships:add,memberships:delete,tenants:see",
    )
    .await;
    create_support_with(&town.database, "other", "array['users:see']").await;
    let root = text(&town, "select user_id::text from auth.users where login = 'root'").await;
    let own = text(&town, "select user_id::text from auth.users where login = 'desk'").await;
    let alice = town.acme.user.to_string();
    browser
        .get(&format!("/admin/users/{alice}/"))
        .await
        .expect(200)
        .saying("value=\"deactivate\"")
        .saying("value=\"sign-out\"")
        .saying("name=\"display_name\"")
        .silent_on("name=\"kind\"")
        .silent_on("name=\"rights\"")
        .silent_on("value=\"password\"")
        .silent_on("impersonate");
    for beyond in [&root, &own] {
        let path = format!("/admin/users/{beyond}/");
        let page = browser.get(&path).await.expect(200);
        page.silent_on("value=\"deactivate\"").silent_on("value=\"sign-out\"").silent_on("name=\"reason\"");
        browser.post(&path, &[("display_name", "Mine"), ("version", "1"), WHY]).await.expect(403);
        for action in ["deactivate", "sign-out", "password", "second-factor"] {
            let act = [("action", action), ("id", beyond), ("confirmed", "yes"), WHY];
            browser.post("/admin/users/act/", &act).await.expect(403);
        }
    }
    // What a form does not ask is not heard.
    let forged =
        [("display_name", "Alice"), ("kind", "superuser"), ("rights", "tenants:see"), ("version", "1"), WHY];
    browser.post(&format!("/admin/users/{alice}/"), &forged).await.expect(303);
    let kind =
        "select display_name || superuser::text || support::text from auth.users where login = 'alice'";
    assert_eq!(text(&town, kind).await, "Alicefalsefalse");
    // All that match, with some among them who are beyond it: nothing is done, and the page says whom it is about.
    let listed = [
        ("action", "deactivate"),
        ("id", alice.as_str()),
        ("listing", "/admin/users/?kind=support"),
        ("scope", "all"),
    ];
    let page = browser.post("/admin/users/act/", &listed).await.expect(200);
    let digest =
        page.body.split_once("name=\"digest\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let sent: Vec<_> = listed.into_iter().chain([("digest", &*digest), ("confirmed", "yes"), WHY]).collect();
    browser.post("/admin/users/act/", &sent).await.expect(403).saying("superusers, support, owners");
    assert_eq!(text(&town, "select count(*)::text from auth.users where status <> 'active'").await, "0");

    // Owners and admins of tenants: made, unmade and taken out by superusers alone.
    browser.get("/admin/memberships/create/").await.expect(200).saying("Viewer").silent_on("value=\"owner\"");
    let join = |role: &'static str| [("login", "gus"), ("slug", "acme"), ("role", role), WHY];
    browser.post("/admin/memberships/create/", &join("owner")).await.expect(422);
    browser.post("/admin/memberships/create/", &join("viewer")).await.expect(303);
    let member = format!("/admin/memberships/{}.{}/", town.acme.tenant, town.globex.user);
    browser.post(&member, &[("role", "admin"), ("version", "1"), WHY]).await.expect(422);
    let owner = "update app.members set role = 'owner' where display_name = 'gus'";
    town.database.superuser().await.batch_execute(owner).await.unwrap();
    browser.get(&member).await.expect(200).silent_on("value=\"remove\"").silent_on("name=\"role\"");
    browser
        .get("/admin/memberships/rows/")
        .await
        .expect(200)
        .saying("only superusers may change")
        .silent_on(".globex");
    let join = [("login", "desk"), ("slug", "acme"), ("role", "member"), WHY];
    browser.post("/admin/memberships/create/", &join).await.expect(403);
}

/// From one request to the next, on the instance that is asked.
#[tokio::test]
async fn what_was_taken_away_counts_at_the_next_request() {
    let town = Town::new().await;
    let mut browser = desk(&town, "tasks:change,projects:see,tenants:see").await;
    let task = format!("/admin/tasks/{}.{}/", town.acme.tenant, town.acme.open);
    let save = [("title", "Better"), ("state", "open"), ("version", "1"), WHY];
    browser.get(&task).await.expect(200).saying("name=\"title\"");
    set(&town, "tasks:see").await;
    browser.post(&task, &save).await.expect(403);
    browser.get(&task).await.expect(200).silent_on("name=\"title\"").silent_on("/admin/projects/");
    set(&town, "tenants:see").await;
    browser.get(&task).await.expect(403);
    browser.get("/admin/").await.expect(200).silent_on("/admin/tasks/");
    // Somebody who is support no more is out.
    let out = "update auth.users set support = false, rights = '{}' where login = 'desk'";
    town.database.superuser().await.batch_execute(out).await.unwrap();
    browser.get("/admin/tenants/").await.expect(403);
    soon(&mut browser, "/admin/", 403).await;
}

/// A superuser who looks around as somebody with rights has none of them there.
#[tokio::test]
async fn looking_around_as_somebody_gives_none_of_the_rights() {
    let town = Town::new().await;
    let sam = create_support_with(&town.database, "sam", "auth.known_rights()").await;
    add_member(&town.database, town.acme.tenant, sam).await;
    let mut root = town.root().await;
    let tenant = town.acme.tenant.to_string();
    let fields = [("tenant", tenant.as_str()), ("writes", "true"), WHY];
    root.post(&format!("/admin/users/{sam}/impersonate/"), &fields).await.expect(303);
    root.get("/projects/").await.expect(200).silent_on("href=\"/admin/");
    root.get("/admin/tenants/").await.expect(403);
    let act = [("action", "suspend"), ("id", tenant.as_str()), ("confirmed", "yes"), WHY];
    root.post("/admin/tenants/act/", &act).await.expect(403);
}
