//! More of the panel's pages of things: forms that were overtaken, rows changed in place, acts on several and their way back,
//! what support may not, and the door with its second factor.

use rowhouse::id::JobId;

use super::{walk::Walk, with_cookie};
use crate::harness::{Browser, House, PASSWORD, create_support_with};
use crate::panel::second_factor::code;

const WHY: (&str, &str) = ("reason", "Ticket 4711");
const SOMEBODY: &str = "00000000-0000-7000-8000-000000000001";

async fn run(walk: &Walk, statement: &str) {
    walk.town.database.superuser().await.batch_execute(statement).await.unwrap();
}

/// Posts what has ids in it that only this town has; `what` says which it is.
async fn sent(
    walk: &mut Walk,
    browser: &mut Browser,
    what: &str,
    (path, fields, status): (&str, &[(&str, &str)], u16),
) {
    let answer = browser.post(path, fields).await;
    walk.keep("root", what, status, answer);
}

/// Forms that are refused, field by field, and those that somebody else was quicker than.
pub(super) async fn forms(walk: &mut Walk, root: &mut Browser) {
    let House { tenant, user, project, open, .. } = walk.town.acme;
    let nowhere = ("slug", "zzz");
    let long = "x".repeat(256);
    for (list, fields) in [
        ("tenants", &[("name", "acme x"), ("slug", "acme"), WHY][..]),
        ("tenants", &[("name", "?"), ("slug", ""), WHY]),
        ("tenants", &[("name", &long), ("slug", "-X-"), ("reason", "a\nb")]),
        (
            "users",
            &[("login", "zorn-x"), ("display_name", "zorn"), ("new_password", "x"), ("kind", "x"), WHY],
        ),
        (
            "users",
            &[
                ("login", "alice"),
                ("display_name", "zorn"),
                ("new_password", PASSWORD),
                ("kind", "person"),
                WHY,
            ],
        ),
        ("users", &[("login", ""), ("rights", "x:y"), ("kind", "support")]),
        ("memberships", &[("login", "nobody"), nowhere, ("role", "owner"), WHY]),
        ("memberships", &[("login", ""), ("slug", ""), ("role", "x"), WHY]),
        ("memberships", &[("login", "alice"), ("slug", "acme"), ("role", "owner"), WHY]),
        ("projects", &[("name", "acme x"), nowhere, WHY]),
        ("projects", &[("name", "acme x"), ("slug", "zorn2"), WHY]),
        ("tasks", &[("title", "acme x"), ("slug", "acme"), ("project", "zzz"), WHY]),
        ("tasks", &[("title", "acme x"), ("slug", "acme"), ("project", ""), WHY]),
    ] {
        walk.post(root, &format!("/admin/{list}/create/"), fields, 422).await;
    }
    let old = ("version", "77");
    for (list, id, fields) in [
        ("tenants", tenant.to_string(), &[("name", "acme x"), old, WHY][..]),
        ("memberships", format!("{tenant}.{user}"), &[("role", "viewer"), old, WHY]),
        ("projects", format!("{tenant}.{project}"), &[("name", "acme x"), old, WHY]),
        ("tasks", format!("{tenant}.{open}"), &[("title", "acme x"), ("state", "done"), old, WHY]),
        (
            "users",
            user.to_string(),
            &[("display_name", "zorn"), ("kind", "support"), ("rights", "tasks:see"), old, WHY],
        ),
    ] {
        walk.post(root, &format!("/admin/{list}/{id}/"), fields, 409).await;
    }
    let page = root
        .post(
            &format!("/admin/tasks/{tenant}.{open}/"),
            &[("title", "acme task"), ("state", "open"), ("version", "1"), ("then", "continue"), WHY],
        )
        .await;
    let page = root.get(page.expect(303).location()).await;
    walk.keep("root", "a task that was saved", 200, page);
}

/// A field in every row: as it comes, refused, overtaken, and of a thing.
pub(super) async fn in_place(walk: &mut Walk, root: &mut Browser) {
    let House { tenant, user, .. } = walk.town.acme;
    let member = format!("{tenant}.{user}");
    for (list, id, field, is, wrong, meant) in [
        ("tenants", tenant.to_string(), "name", "acme", " ", "acme x"),
        ("memberships", member, "role", "owner", "x", "viewer"),
    ] {
        let path = format!("/admin/{list}/rows/");
        let back = format!("/admin/tenants/{tenant}/");
        walk.pages("root", root, &[(&format!("{path}?tenant={tenant}&back={back}"), 200)]).await;
        let name = |what: &str| format!("{what}.{id}");
        let (version, was, typed) = (name("version"), name("was"), name(field));
        for (number, said, before, status) in
            [("1", wrong, is, 422), ("77", meant, is, 409), ("77", meant, "acme y", 409)]
        {
            let fields = [("id", &*id), (&version, number), (&was, before), (&typed, said), ("reason", "")];
            walk.post(root, &path, &fields, status).await;
        }
        let gone = if list == "tenants" { SOMEBODY.to_owned() } else { format!("{tenant}.{SOMEBODY}") };
        let name = |what: &str| format!("{what}.{gone}");
        let (version, was, typed) = (name("version"), name("was"), name(field));
        let fields = [("id", &*gone), (&version, "1"), (&was, is), (&typed, "acme x"), WHY];
        walk.post(root, &path, &fields, 409).await;
    }
    let list = root.get(&format!("/admin/tenants/?saved={tenant}")).await;
    walk.keep("root", "a list after something was saved", 200, list);
    let page = root.get(&format!("/admin/tenants/{tenant}/?saved=2.memberships")).await;
    walk.keep("root", "a page after several were saved", 200, page);
}

/// Several at once, all that match, what is refused of it, and the way back.
pub(super) async fn several(walk: &mut Walk, root: &mut Browser) {
    let House { tenant, user, project, done, open, .. } = walk.town.acme;
    let (one, other) = (format!("{tenant}.{open}"), format!("{tenant}.{done}"));
    let (one, other) = (("id", one.as_str()), ("id", other.as_str()));
    let (id, person) = (tenant.to_string(), user.to_string());
    let at = |list: &str| format!("/admin/{list}/act/");
    let all = [("scope", "all"), ("confirmed", "yes"), ("digest", "x"), WHY];
    for (list, fields, status) in [
        ("tasks", &[("action", "delete"), one, other][..], 200),
        ("tasks", &[("action", "delete"), one, ("listing", "/admin/tasks/")], 200),
        ("tasks", &[&[("action", "delete"), one, ("listing", "/admin/tasks/")], &all[..]].concat(), 409),
        ("tasks", &[("action", "delete"), one, ("id", &format!("{tenant}.{SOMEBODY}"))], 200),
        ("tenants", &[("action", "delete"), ("id", &id), ("listing", "/admin/tenants/")], 200),
        (
            "tenants",
            &[("action", "delete"), ("id", &id), ("id", SOMEBODY), ("confirmed", "yes"), ("phrase", "x")],
            422,
        ),
        ("users", &[("action", "password"), ("id", &person), ("id", SOMEBODY)], 422),
        (
            "users",
            &[("action", "password"), ("id", &person), ("confirmed", "yes"), ("new_password", "x"), WHY],
            422,
        ),
        ("users", &[("action", "explode"), ("id", &person)], 400),
    ] {
        walk.post(root, &at(list), fields, status).await;
    }
    let thing = format!("{tenant}.{project}");
    for to in ["", "zzz", "acme"] {
        let fields = [("action", "move"), ("id", &*thing), ("confirmed", "yes"), ("to", to), WHY];
        walk.post(root, &at("projects"), &fields, 422).await;
    }
    back_again(walk, root, &id).await;
}

/// What was done, taken back; and what only the trail knows of.
async fn back_again(walk: &mut Walk, root: &mut Browser, tenant: &str) {
    let fields = [("action", "archive"), ("id", tenant), ("confirmed", "yes"), WHY];
    let answer = root.post("/admin/tenants/act/", &fields).await.expect(303);
    let job = answer.location().split("done=").nth(1).unwrap().to_owned();
    let undo = format!("/admin/jobs/{job}/undo/");
    for (what, path) in [
        ("the page of a list after an act", format!("/admin/tenants/?done={job}")),
        ("the question whether to take it back", undo.clone()),
    ] {
        let page = root.get(&path).await;
        walk.keep("root", what, 200, page);
    }
    let answer = root.post(&undo, &[]).await.expect(303);
    for (what, path) in [("taken back", answer.location().to_owned()), ("taken back before", undo)] {
        let page = root.get(&path).await;
        walk.keep("root", what, 200, page);
    }
    let elsewhere = JobId::new();
    for (what, path) in [
        ("an act that nobody knows yet", format!("/admin/jobs/{elsewhere}/")),
        ("a list after an act that is not known", format!("/admin/tenants/?done={elsewhere}")),
    ] {
        let page = root.get(&path).await;
        walk.keep("root", what, 200, page);
    }
    // What another instance did, as the trail has it.
    let forget = format!(
        "update auth.trail set details = jsonb_set(details, '{{job}}', to_jsonb('{elsewhere}'::text)) where details ->> 'job' = '{job}'"
    );
    run(walk, &forget).await;
    let page = root.get(&format!("/admin/jobs/{elsewhere}/")).await;
    walk.keep("root", "an act that the trail knows", 200, page);
    root.post("/admin/tenants/act/", &[("action", "restore"), ("id", tenant), ("confirmed", "yes"), WHY])
        .await;
}

/// Whoever cannot be looked at, and where nobody is.
pub(super) async fn looking(walk: &mut Walk, root: &mut Browser) {
    let House { tenant, project, user, .. } = walk.town.globex;
    let subject = format!("/admin/users/{user}/impersonate/");
    let fields = [("tenant", SOMEBODY), WHY];
    sent(walk, root, "looking around where somebody does not work", (&subject, &fields, 422)).await;
    let aimed = root.get(&format!("{subject}?tenant={tenant}&at=/projects/")).await;
    walk.keep("root", "looking around at a page", 200, aimed);
    run(walk, &format!("update app.tenants set status = 'suspended' where tenant_id = '{tenant}'")).await;
    let nobody = root.get(&format!("/admin/projects/{tenant}.{project}/look/")).await;
    walk.keep("root", "nobody to look at it as", 404, nobody);
    for (what, state) in [
        ("in no workspace", "status = status"),
        ("deactivated", "status = 'deactivated'"),
        ("a superuser", "superuser = true"),
    ] {
        run(walk, &format!("update auth.users set {state} where user_id = '{user}'")).await;
        let page = root.get(&subject).await;
        walk.keep("root", &format!("looking around as somebody who is {what}"), 200, page);
    }
}

/// The rights of support on its page, and what support is told that has not the right.
pub(super) async fn rights(walk: &mut Walk, root: &mut Browser) {
    let support = create_support_with(
        &walk.town.database,
        "zorn-s",
        "array['tenants:see', 'tenants:change', 'tasks:see']",
    )
    .await;
    let page = root.get(&format!("/admin/users/{support}/")).await;
    walk.keep("root", "support with rights", 200, page);
    let mut sue = with_cookie(&walk.town.signed_in("zorn-s").await, &walk.language);
    let House { tenant, user, .. } = walk.town.acme;
    walk.pages(
        "support",
        &mut sue,
        &[
            ("/admin/", 200),
            (&format!("/admin/tenants/{tenant}/"), 200),
            (&format!("/admin/users/{user}/"), 403),
            ("/admin/tenants/create/", 403),
        ],
    )
    .await;
    let act = [("action", "delete"), ("id", &*tenant.to_string())];
    walk.post(&mut sue, "/admin/tenants/act/", &act, 403).await;
    walk.post(&mut sue.hx(), "/admin/tenants/act/", &act, 403).await;
    let change = [("display_name", "zorn"), ("kind", "support"), ("rights", "x"), ("version", "1"), WHY];
    sent(walk, root, "rights that there are not", (&format!("/admin/users/{support}/"), &change, 422)).await;
    let change =
        [("display_name", "zorn"), ("kind", "support"), ("rights", "tasks:see"), ("version", "1"), WHY];
    root.post(&format!("/admin/users/{support}/"), &change).await.expect(303);
    let told = root.get("/admin/trail/?act=user_edited").await.expect(200);
    let mut entries =
        told.body.split("href=\"/admin/trail/").filter_map(|rest| rest.split(['"', '?']).next());
    let entry = entries.find(|id| id.ends_with('/') && id.contains('.')).unwrap();
    let page = root.get(&format!("/admin/trail/{entry}")).await;
    walk.keep("root", "an entry about rights", 200, page);
}

/// The second factor from nothing to its end, and the door; also what asks for the password again.
pub(super) async fn second_factor(walk: &mut Walk, root: &mut Browser) {
    let at = |rest: &str| format!("/admin/second-factor/{rest}");
    root.post(&at("begin/"), &[]).await.expect(303);
    walk.pages("root", root, &[(&at(""), 200)]).await;
    walk.post(root, &at("confirm/"), &[("code", "x")], 422).await;
    let right = code(&walk.town, -1).await;
    sent(walk, root, "the codes to write down", (&at("confirm/"), &[("code", &right)], 200)).await;
    walk.pages("root", root, &[(&at(""), 200), (&at("end/"), 200)]).await;
    walk.post(root, &at("end/"), &[("code", "x"), ("password", "x")], 422).await;
    let mut other = with_cookie(&walk.town.root().await, &walk.language);
    walk.pages("root", &mut other, &[("/admin/code/", 200)]).await;
    walk.post(&mut other, "/admin/code/", &[("code", "x")], 422).await;
    run(walk, "update auth.second_factors set failures = 200; delete from auth.attempts").await;
    walk.post(&mut other, "/admin/code/", &[("code", "000000")], 422).await;
    run(walk, "update auth.sessions set authenticated_at = now() - interval '1 hour'").await;
    // A session is believed for a second where nobody listens.
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    let id = walk.town.acme.tenant.to_string();
    for fields in [
        &[][..],
        &[("confirmed", "yes"), ("password", "")],
        &[("confirmed", "yes"), ("password", "guess"), ("phrase", "acme"), WHY],
    ] {
        let fields = [&[("action", "delete"), ("id", &*id)], fields].concat();
        let status = if fields.len() == 2 { 200 } else { 422 };
        walk.post(root, "/admin/tenants/act/", &fields, status).await;
    }
}
