//! Somebody with rights in the panel: led only to what those open, and refused the rest, route by route.

use axum::http::Method;
use rowhouse::{
    app,
    rights::{KNOWN, Right, Rights},
    web::Access,
};
use serde_json::json;
use tokio_postgres::Row;

use super::{WHY, every_list, led, text};
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
