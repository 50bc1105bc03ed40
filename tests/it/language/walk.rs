//! A walk through everything that a tenant's people can be shown, in one language: pages, parts, refusals and errors.
//! Each walk has a town of its own, since some of its steps change things.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use rowhouse::id::{TenantId, UserId};

use super::with_cookie;
use crate::harness::{
    Answer, Browser, Database, House, PASSWORD, Proxy, Town, add_member, create_tenant, create_user, house,
};

/// What was asked for, by whom, and the answer.
pub(super) struct Seen {
    pub(super) what: String,
    pub(super) answer: Answer,
}

pub(super) struct Walk {
    pub(super) town: Town,
    proxy: Proxy,
    pub(super) language: String,
    pub(super) seen: Vec<Seen>,
}

/// Everything but the panel.
pub(super) async fn walk(language: &str) -> Vec<Seen> {
    let mut walk = Walk::new(language).await;
    walk.signing_in().await;
    walk.owner().await;
    walk.changes().await;
    walk.refusals().await;
    walk.viewer_and_empty_workspace().await;
    walk.closed_workspaces().await;
    walk.looking_around().await;
    walk.broken().await;
    walk.seen
}

/// An owner of two workspaces, a viewer, somebody in an empty workspace, and somebody in none.
async fn people(town: &Town) {
    let (empty, vera, eve) = (TenantId::new(), UserId::new(), UserId::new());
    for (user, login) in [(vera, "vera"), (eve, "zorn-e"), (UserId::new(), "zorn-n")] {
        create_user(&town.database, user, login, false).await;
    }
    create_tenant(&town.database, empty, "zorn").await;
    add_member(&town.database, empty, eve).await;
    add_member(&town.database, town.acme.tenant, vera).await;
    add_member(&town.database, town.globex.tenant, town.acme.user).await;
    for (slug, login, status) in [("zorn2", "zorn2", "suspended"), ("zorn3", "zorn3", "deleted")] {
        let closed = house(&town.database, slug, login).await;
        set_status(town, closed.tenant, status).await;
    }
    let roles = format!(
        "update app.members set role = 'owner' where tenant_id = '{acme}';
         update app.members set role = 'viewer' where tenant_id = '{acme}' and user_id = '{vera}'",
        acme = town.acme.tenant
    );
    town.database.superuser().await.batch_execute(&roles).await.unwrap();
}

async fn set_status(town: &Town, tenant: TenantId, status: &str) {
    let until = if status == "deleted" { "now() + interval '30 days'" } else { "null" };
    let set = format!(
        "update app.tenants set status = '{status}', purge_after = {until} where tenant_id = '{tenant}'"
    );
    town.database.superuser().await.batch_execute(&set).await.unwrap();
}

impl Walk {
    pub(super) async fn new(language: &str) -> Self {
        let database = Arc::new(Database::migrated().await);
        let proxy = Proxy::before(&database, Duration::ZERO).await;
        let town = Town::over(database, |config| proxy.route(config)).await;
        people(&town).await;
        Self { town, proxy, language: format!("language={language}"), seen: Vec::new() }
    }

    /// The superuser.
    pub(super) async fn root(&self) -> Browser {
        with_cookie(&self.town.root().await, &self.language)
    }

    async fn somebody(&self, login: &str) -> Browser {
        with_cookie(&self.town.signed_in(login).await, &self.language)
    }

    fn nobody(&self) -> Browser {
        with_cookie(&self.town.stranger(), &self.language)
    }

    pub(super) fn keep(&mut self, who: &str, what: &str, status: u16, answer: Answer) {
        assert_eq!(answer.status.as_u16(), status, "{what} of {who}\n{}", answer.body);
        self.seen.push(Seen { what: format!("{what} of {who}"), answer });
    }

    /// Pages, each as a whole. Those of another part of the program are a list more.
    pub(super) async fn pages(&mut self, who: &str, browser: &mut Browser, pages: &[(&str, u16)]) {
        for (path, status) in pages {
            let answer = browser.get(path).await;
            self.keep(who, &self.without_ids(path), *status, answer);
        }
    }

    pub(super) async fn post(
        &mut self,
        browser: &mut Browser,
        path: &str,
        fields: &[(&str, &str)],
        status: u16,
    ) {
        let answer = browser.post(path, fields).await;
        let fields: String = self.without_ids(&format!("{fields:?}")).chars().take(60).collect();
        let what = format!("POST {} with {fields}", self.without_ids(path));
        self.keep("somebody", &what, status, answer);
    }

    /// The same in both walks.
    fn without_ids(&self, path: &str) -> String {
        let House { tenant, user, project, done, open, .. } = &self.town.acme;
        let ids =
            [tenant.to_string(), user.to_string(), project.to_string(), done.to_string(), open.to_string()];
        let mut path = ids.iter().fold(path.to_owned(), |path, id| path.replace(id, "…"));
        if let Some(at) = path.find("deleted=") {
            path.truncate(at);
        }
        path
    }

    async fn signing_in(&mut self) {
        let mut nobody = self.nobody();
        self.pages(
            "nobody",
            &mut nobody,
            &[("/login/", 200), ("/login/?next=/search/", 200), ("/nowhere/", 404)],
        )
        .await;
        self.post(&mut nobody, "/login/", &[("username", "alice"), ("password", "guess")], 422).await;
        let send = |method: Method, path: &str, site: &str, length: usize| {
            Request::builder()
                .method(method)
                .uri(path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", site)
                .body(Body::from("x".repeat(length)))
                .unwrap()
        };
        for (method, path, site, length, status) in [
            (Method::POST, "/login/", "cross-site", 0, 403),
            (Method::POST, "/login/", "same-origin", 70_000, 413),
            (Method::PUT, "/login/", "same-origin", 0, 405),
        ] {
            let answer = nobody.send(send(method, path, site, length)).await;
            self.keep("nobody", &format!("{status}"), status, answer);
        }
    }

    async fn owner(&mut self) {
        let House { user, project, done, open, .. } = self.town.acme;
        let mut alice = self.somebody("alice").await;
        let acme = format!("/tenants/{}/enter/", self.town.acme.tenant);
        alice.post(&acme, &[]).await.expect(303);
        let [work, task] = [format!("/projects/{project}/"), format!("/tasks/{open}/")];
        let paths = [
            "/".to_owned(),
            "/projects/".to_owned(),
            "/projects/create/".to_owned(),
            work.clone(),
            format!("{work}?show=open&sort=title"),
            format!("{work}?show=done&sort=oldest"),
            format!("{work}edit/"),
            format!("{work}delete/"),
            format!("{work}tasks/create/"),
            format!("{work}tasks/several/"),
            format!("{task}edit/"),
            format!("{task}delete/"),
            "/search/".to_owned(),
            "/search/?q=acme".to_owned(),
            "/search/?q=nothing".to_owned(),
            "/audit/".to_owned(),
            "/audit/?act=insert".to_owned(),
            "/audit/?act=explode&person=x&object=x&from=x&until=x&after=x".to_owned(),
            "/audit/?from=2026-02-02&until=2026-02-01".to_owned(),
            "/audit/?until=2001-01-01".to_owned(),
            format!("/audit/?person={user}"),
            format!("/audit/?object={done}"),
            "/preferences/".to_owned(),
            "/trash/".to_owned(),
            "/tenants/".to_owned(),
        ];
        let pages: Vec<_> = paths.iter().map(|path| (path.as_str(), 200)).collect();
        self.pages("the owner", &mut alice, &pages).await;
        self.pages("the owner", &mut alice, &[("/nowhere/", 404), ("/admin/", 403), ("/projects/1/", 404)])
            .await;
        let mut quiet = with_cookie(&alice, "shortcuts=off");
        self.pages("the owner without shortcuts", &mut quiet, &[("/preferences/", 200)]).await;
        let parts = [
            ("/search/quick/?q=", 200),
            ("/search/quick/?q=acme", 200),
            ("/search/quick/?q=nothing", 200),
            ("/nowhere/", 404),
            (&format!("{task}edit/"), 200),
            (&format!("{work}delete/"), 200),
        ];
        self.pages("htmx", &mut alice.hx(), &parts).await;
    }

    /// What is done, and what is said of it.
    async fn changes(&mut self) {
        let House { project, done, open, .. } = self.town.acme;
        let (work, task) = (format!("/projects/{project}/"), format!("/tasks/{open}/"));
        let mut alice = self.somebody("alice").await;
        alice.post(&format!("/tenants/{}/enter/", self.town.acme.tenant), &[]).await.expect(303);
        let mut part = alice.hx();
        let (one, other) = (open.to_string(), done.to_string());
        let bulk = format!("{work}tasks/bulk/");
        for (path, fields) in [
            (format!("{work}tasks/create/"), &[("title", "acme third task")][..]),
            (
                format!("{work}tasks/create/"),
                &[("title", "acme fourth task"), ("show", "done"), ("refused", "yes")],
            ),
            (format!("{work}tasks/several/"), &[("titles", "acme fifth\nacme sixth")]),
            (format!("{task}toggle/"), &[("done", "true")]),
            (format!("{task}toggle/"), &[("done", "false")]),
            (format!("{task}edit/"), &[("title", "acme other task")]),
            (format!("{task}edit/"), &[("title", "acme open task")]),
            (bulk.clone(), &[("action", "complete")]),
            (bulk.clone(), &[("action", "reopen"), ("task", &one), ("task", &other)]),
            (bulk.clone(), &[("action", "complete"), ("task", &one), ("task", &other)]),
            (bulk.clone(), &[("action", "delete"), ("task", &one), ("task", &other)]),
            (bulk.clone(), &[("action", "restore"), ("task", &one), ("task", &other)]),
            (format!("{work}edit/"), &[("name", "acme renamed project")]),
            (format!("{work}edit/"), &[("name", "acme project")]),
        ] {
            self.post(&mut part, &path, fields, 200).await;
        }
        let gone = alice.post(&format!("{task}delete/"), &[]).await.expect(303).location().to_owned();
        self.pages("the owner", &mut alice, &[(&gone, 200), ("/trash/", 200)]).await;
        self.post(&mut part, &bulk, &[("action", "restore"), ("task", &one)], 200).await;
        let other = alice
            .post("/projects/create/", &[("name", "acme second")])
            .await
            .expect(303)
            .location()
            .to_owned();
        let (question, nothing) = (alice.get(&format!("{other}delete/")).await, alice.get(&other).await);
        self.keep("the owner", "the question about an empty project", 200, question);
        self.keep("the owner", "an empty project", 200, nothing);
        for show in ["open", "done"] {
            let page = alice.get(&format!("{other}?show={show}")).await;
            self.keep("the owner", show, 200, page);
        }
        let gone = alice.post(&format!("{other}delete/"), &[]).await.expect(303).location().to_owned();
        self.pages("the owner", &mut alice, &[(&gone, 200), ("/trash/", 200), ("/audit/", 200), ("/", 200)])
            .await;
        let renamed = format!(
            "update app.members set role = 'admin', display_name = 'vera' where tenant_id = '{0}' and display_name = 'vera';
             update app.tasks set title = 'acme both', completed_at = now() where tenant_id = '{0}' and completed_at is null",
            self.town.acme.tenant
        );
        self.town.database.superuser().await.batch_execute(&renamed).await.unwrap();
        self.pages("the owner", &mut alice, &[("/audit/?act=update", 200)]).await;
    }

    async fn refusals(&mut self) {
        let House { project, open, .. } = self.town.acme;
        let (work, task) = (format!("/projects/{project}/"), format!("/tasks/{open}/"));
        let mut alice = self.somebody("alice").await;
        alice.post(&format!("/tenants/{}/enter/", self.town.acme.tenant), &[]).await.expect(303);
        let (long, lines) = ("x".repeat(256), "x\n".repeat(201));
        for (path, fields, status) in [
            ("/projects/create/".to_owned(), &[("name", "")][..], 422),
            ("/projects/create/".to_owned(), &[("name", &long)], 422),
            ("/projects/create/".to_owned(), &[("name", "a\0b")], 422),
            (format!("{work}edit/"), &[("name", " ")], 422),
            (format!("{work}edit/"), &[("name", "acme"), ("version", "77")], 409),
            (format!("{work}tasks/create/"), &[("title", "")], 422),
            (format!("{work}tasks/several/"), &[("titles", "")], 422),
            (format!("{work}tasks/several/"), &[("titles", &lines)], 422),
            (format!("{work}tasks/several/"), &[("titles", "a\nb\0c")], 422),
            (format!("{task}edit/"), &[("title", &long)], 422),
            (format!("{task}edit/"), &[("title", "acme"), ("version", "77")], 409),
            (format!("{work}tasks/bulk/"), &[("action", "burn")], 400),
        ] {
            self.post(&mut alice, &path, fields, status).await;
            self.post(&mut alice.hx(), &path, fields, status).await;
        }
    }

    async fn viewer_and_empty_workspace(&mut self) {
        let work = format!("/projects/{}/", self.town.acme.project);
        let mut vera = self.somebody("vera").await;
        self.pages("a viewer", &mut vera, &[("/", 200), ("/projects/", 200), (&work, 200), ("/audit/", 200)])
            .await;
        let mut eve = self.somebody("zorn-e").await;
        let pages =
            ["/", "/projects/", "/search/?q=x", "/trash/", "/audit/?act=delete"].map(|path| (path, 200));
        self.pages("an empty workspace", &mut eve, &pages).await;
        let mut nobody = self.somebody("zorn-n").await;
        self.pages("whoever works nowhere", &mut nobody, &[("/", 403), ("/tenants/", 200)]).await;
    }

    async fn closed_workspaces(&mut self) {
        set_status(&self.town, self.town.globex.tenant, "archived").await;
        let mut gus = self.somebody("gus").await;
        let work = format!("/projects/{}/", self.town.globex.project);
        let page = gus.get(&work).await;
        self.keep("an archived workspace", "a project", 200, page);
        self.pages("an archived workspace", &mut gus, &[("/", 200), ("/projects/", 200), ("/trash/", 200)])
            .await;
        self.post(&mut gus, "/projects/create/", &[("name", "x")], 403).await;
        self.post(&mut gus.hx(), "/projects/create/", &[("name", "x")], 403).await;
        for login in ["zorn2", "zorn3"] {
            let mut somebody = self.somebody(login).await;
            self.pages(login, &mut somebody, &[("/", 403)]).await;
        }
    }

    /// A superuser as somebody else: the banner, and what is refused.
    async fn looking_around(&mut self) {
        let mut root = self.town.root().await;
        let tenant = self.town.acme.tenant.to_string();
        let fields = [("tenant", tenant.as_str()), ("reason", "Ticket 4711")];
        root.post(&format!("/admin/users/{}/impersonate/", self.town.acme.user), &fields).await.expect(303);
        let mut root = with_cookie(&root, &self.language);
        let pages = [("/", 200), ("/audit/", 200), ("/nowhere/", 404), ("/admin/", 403)];
        self.pages("a superuser as the owner", &mut root, &pages).await;
        self.post(&mut root, "/projects/create/", &[("name", "x")], 403).await;
    }

    /// What can go wrong with the service itself.
    async fn broken(&mut self) {
        let superuser = self.town.database.superuser().await;
        let full = "insert into auth.attempts (subject, failures) values (sha256(convert_to('address:192.0.2.1', 'UTF8')), 100)
                    on conflict (subject) do update set failures = 100";
        let mut alice = self.somebody("alice").await;
        superuser.batch_execute(full).await.unwrap();
        let mut nobody = self.nobody();
        self.post(&mut nobody, "/login/", &[("username", "alice"), ("password", PASSWORD)], 429).await;
        superuser.batch_execute("revoke select on app.projects from rowhouse_app").await.unwrap();
        self.pages("the owner", &mut alice, &[("/projects/", 500)]).await;
        self.proxy.cut();
        self.pages("the owner", &mut alice, &[("/projects/", 503)]).await;
        self.pages("htmx", &mut alice.hx(), &[("/projects/", 503)]).await;
    }
}
