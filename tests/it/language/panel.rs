//! The panel in two languages: the lists, and the pages of things with their forms and acts.

use super::{
    things as more,
    walk::{Seen, Walk},
};
use crate::{
    harness::{Browser, House},
    panel::every_list,
};

/// Lists, as they come and narrowed in every way.
pub(super) async fn lists(language: &str) -> Vec<Seen> {
    let mut walk = Walk::new(language).await;
    let mut root = walk.root().await;
    let House { tenant, user, project, .. } = walk.town.acme;
    let mut nobody = walk.town.stranger();
    for login in ["alice", "whoever"] {
        nobody.post("/login/", &[("username", login), ("password", "wrong")]).await.expect(422);
    }
    for (list, id, act) in [
        ("tenants", tenant.to_string(), "suspend"),
        ("tenants", tenant.to_string(), "restore"),
        ("users", user.to_string(), "sign-out"),
    ] {
        let fields = [("action", act), ("id", &id), ("confirmed", "yes"), ("reason", "Ticket 4711")];
        root.post(&format!("/admin/{list}/act/"), &fields).await.expect(303);
    }
    walk.pages("root", &mut root, &[("/admin/", 200)]).await;
    for list in every_list() {
        let at = |rest: &str| format!("/admin/{list}/{rest}");
        let paths = [
            at(""),
            at("?q=zzz"),
            at("?sort=nonsense&per=7&after=x&what=ever&created=x"),
            at("?created=7+days&sort=created"),
            at("?created_from=2026-01-01&created_to=2025-01-01"),
            at("?created_from=2026-01-01&created_to=2026-12-31&per=25"),
            at(&format!("?tenant={tenant}")),
            at("?q=status:nonsense+role:nonsense+act:%3F"),
            at("?tenant=nobody&person=nobody&project=nobody&called=nobody"),
        ];
        let paths: Vec<_> = paths.iter().map(|path| (path.as_str(), 200)).collect();
        walk.pages("root", &mut root, &paths).await;
    }
    let paths = [
        "/admin/tenants/?status=active,suspended&q=*acm".to_owned(),
        "/admin/tenants/?status=active,suspended,deleted&members=2..5&removal=never".to_owned(),
        "/admin/tenants/?members_from=9&members_to=1&members=..9&projects=10..".to_owned(),
        "/admin/tenants/?sort=status,-name".to_owned(),
        "/admin/users/?kind=superuser&seen=never&second_factor=off&tenants=0".to_owned(),
        format!("/admin/memberships/?role=owner,admin&person={user}"),
        "/admin/tasks/?state=open&completed=never".to_owned(),
        format!("/admin/tasks/?project={tenant}.{project}"),
        "/admin/projects/?tasks=10..".to_owned(),
        "/admin/sessions/?kind=person&works_in=none".to_owned(),
        "/admin/audit/?act=insert&object=tasks".to_owned(),
        format!("/admin/trail/?act=signed_in&object={user}"),
        "/admin/trail/?object=user&q=*x".to_owned(),
        "/admin/users/rows/?per=100".to_owned(),
        "/admin/memberships/rows/?q=zzz".to_owned(),
        "/admin/tenants/rows/".to_owned(),
        "/admin/tasks/rows/".to_owned(),
    ];
    let paths: Vec<_> = paths.iter().map(|path| (path.as_str(), 200)).collect();
    walk.pages("root", &mut root, &paths).await;
    let mut part = root.hx();
    let offers = [
        "/admin/offers/slug/?name=acme+x",
        "/admin/offers/slug/?name=%3F%3F",
        "/admin/find/quick/?q=",
        "/admin/find/quick/?q=acme",
        "/admin/find/quick/?q=add",
    ];
    walk.pages("htmx", &mut part, &offers.map(|path| (path, 200))).await;
    let long = "x".repeat(61);
    for (name, status) in [("", 422), ("acme view", 303), ("x\ny", 422), (&long, 422)] {
        let fields = [("name", name), ("list", "/admin/tenants/?status=active")];
        walk.post(&mut root, "/admin/tenants/views/", &fields, status).await;
    }
    walk.pages("root", &mut root, &[("/admin/tenants/?status=active", 200)]).await;
    let (gone, there) = ("00000000-0000-7000-8000-000000000001", tenant.to_string());
    let many: Vec<_> =
        (100..301).map(|number| format!("00000000-0000-7000-8000-000000000{number}")).collect();
    let many: Vec<_> = many.iter().map(|id| ("id", id.as_str())).chain([("format", "csv")]).collect();
    for (fields, status) in [
        (&[("format", "csv")][..], 422),
        (&[("format", "csv"), ("id", gone)], 409),
        (&[("format", "csv"), ("id", gone), ("id", &there)], 409),
        (&many, 422),
        (&[("format", "nonsense")], 400),
    ] {
        walk.post(&mut root, "/admin/tenants/export/", fields, status).await;
    }
    walk.seen
}

/// The pages of things, what is asked before something is done to them, and what is said of it.
pub(super) async fn things(language: &str) -> Vec<Seen> {
    let mut walk = Walk::new(language).await;
    let mut root = walk.root().await;
    let House { tenant, user, project, open, .. } = walk.town.acme;
    let things = [
        ("tenants", tenant.to_string()),
        ("users", user.to_string()),
        ("memberships", format!("{tenant}.{user}")),
        ("projects", format!("{tenant}.{project}")),
        ("tasks", format!("{tenant}.{open}")),
    ];
    for (list, id) in &things {
        walk.pages(
            "root",
            &mut root,
            &[(&format!("/admin/{list}/{id}/"), 200), (&format!("/admin/{list}/create/"), 200)],
        )
        .await;
        walk.post(&mut root, &format!("/admin/{list}/create/"), &[("reason", "")], 422).await;
        walk.post(&mut root, &format!("/admin/{list}/{id}/"), &[("version", "77"), ("reason", "")], 422)
            .await;
    }
    let paths = [
        "/admin/find/".to_owned(),
        "/admin/find/?q=acme".to_owned(),
        "/admin/find/?q=zzz".to_owned(),
        format!("/admin/find/?q={tenant}.{project}"),
        format!("/admin/users/{user}/impersonate/"),
        "/admin/second-factor/".to_owned(),
    ];
    let paths: Vec<_> = paths.iter().map(|path| (path.as_str(), 200)).collect();
    walk.pages("root", &mut root, &paths).await;
    let look = root.get(&format!("/admin/projects/{tenant}.{project}/look/")).await.expect(303);
    let asked = root.get(look.location()).await;
    walk.keep("root", "looking at a project", 200, asked);
    let gone = "00000000-0000-7000-8000-000000000001";
    walk.pages(
        "root",
        &mut root,
        &[(&format!("/admin/tenants/{gone}/"), 404), (&format!("/admin/jobs/{gone}/"), 404)],
    )
    .await;
    walk.post(&mut root, &format!("/admin/users/{user}/impersonate/"), &[("reason", "")], 422).await;
    more::forms(&mut walk, &mut root).await;
    more::in_place(&mut walk, &mut root).await;
    more::several(&mut walk, &mut root).await;
    more::rights(&mut walk, &mut root).await;
    acts(&mut walk, &mut root, &things).await;
    for list in ["audit", "trail", "sessions"] {
        let page = root.get(&format!("/admin/{list}/")).await.expect(200);
        let begins = format!("href=\"/admin/{list}/");
        let ids = page.body.split(&begins).skip(1).filter_map(|rest| rest.split('"').next());
        let ids: Vec<_> =
            ids.filter(|rest| rest.ends_with('/') && rest.len() > 30).map(str::to_owned).collect();
        for (place, id) in ids.iter().take(6).enumerate() {
            let page = root.get(&format!("/admin/{list}/{id}")).await;
            walk.keep("root", &format!("entry {place} of {list}"), 200, page);
            // By its own id as well, of an entry of a tenant's trail once somebody looked at it.
            let own = id.trim_end_matches('/').rsplit('.').next().unwrap();
            let found =
                root.get(&format!("/admin/find/?q={own}")).await.saying(&format!("href=\"/admin/{list}/"));
            walk.keep("root", &format!("entry {place} of {list}, found by its id"), 200, found);
        }
    }
    more::looking(&mut walk, &mut root).await;
    more::second_factor(&mut walk, &mut root).await;
    walk.seen
}

/// Each act: asked for, refused, and done.
async fn acts(walk: &mut Walk, root: &mut Browser, things: &[(&str, String)]) {
    for (list, act) in [
        ("tasks", "delete"),
        ("projects", "move"),
        ("projects", "delete"),
        ("memberships", "remove"),
        ("users", "password"),
        ("users", "second-factor"),
        ("users", "sign-out"),
        ("users", "deactivate"),
        ("users", "activate"),
        ("tenants", "delete"),
        ("tenants", "suspend"),
        ("tenants", "archive"),
        ("tenants", "restore"),
    ] {
        let (_, id) = things.iter().find(|(of, _)| *of == list).unwrap();
        let at = format!("/admin/{list}/act/");
        walk.post(root, &at, &[("action", act)], 422).await;
        walk.post(root, &at, &[("action", act), ("id", id)], 200).await;
        walk.post(root, &at, &[("action", act), ("id", id), ("confirmed", "yes"), ("reason", "")], 422).await;
        if ["sign-out", "deactivate", "activate", "suspend", "archive", "restore"].contains(&act) {
            let fields = [("action", act), ("id", id), ("confirmed", "yes"), ("reason", "Ticket 4711")];
            let answer = root.post(&at, &fields).await.expect(303);
            let page = root.get(answer.location()).await;
            walk.keep("root", &format!("what came of {act} of {list}"), 200, page);
        }
    }
}
