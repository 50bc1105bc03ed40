//! Who takes part in the sweep, with which ids, and a town whose rows are in their place before each request.

use std::fmt::Write;

use axum::{
    body::Body,
    http::{Method, Request},
};
use rowhouse::{
    app, health,
    id::{ProjectId, TaskId, TenantId, UserId},
    web::Route,
};
use tokio_postgres::Client;

use crate::harness::{Answer, Browser, House, PASSWORD, Town, add_member, create_user};

/// Whose id is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Own,
    Others,
    Nobodys,
    Deleted,
    /// No UUID at all.
    Malformed,
}

pub(super) const WHOSE: [Whose; 5] =
    [Whose::Own, Whose::Others, Whose::Nobodys, Whose::Deleted, Whose::Malformed];

pub(super) fn routes() -> Vec<Route> {
    let mut routes: Vec<_> = app::routes().into_iter().chain(health::routes()).collect();
    routes.sort_by_key(|route| (route.path, route.method.as_str() == "DELETE", route.method.to_string()));
    routes
}

/// The ids of one tenant's rows.
pub(super) struct Ids {
    pub(super) tenant: String,
    pub(super) project: String,
    pub(super) task: String,
}

impl Ids {
    pub(super) fn of(house: &House) -> Self {
        Self {
            tenant: house.tenant.to_string(),
            project: house.project.to_string(),
            task: house.open.to_string(),
        }
    }

    fn nobodys() -> Self {
        Self {
            tenant: TenantId::new().to_string(),
            project: ProjectId::new().to_string(),
            task: TaskId::new().to_string(),
        }
    }

    fn malformed() -> Self {
        let text = || "no-uuid".to_owned();
        Self { tenant: text(), project: text(), task: text() }
    }

    fn in_path(&self, path: &str) -> String {
        let id = match path.split('/').nth(1) {
            Some("tasks") => &self.task,
            Some("tenants") => &self.tenant,
            _ => &self.project,
        };
        path.replace("{id}", id)
    }
}

/// Somebody at a browser, and the two tenants from there.
pub(super) struct Persona {
    pub(super) name: &'static str,
    pub(super) browser: Browser,
    pub(super) own: Ids,
    pub(super) others: Ids,
}

/// A town whose rows can be put back as they were.
pub(super) struct Stage {
    pub(super) town: Town,
    pub(super) superuser: Client,
    pub(super) nobodys: Ids,
    pub(super) deleted: Ids,
}

impl Stage {
    pub(super) async fn new() -> Self {
        Self::over(Town::new().await).await
    }

    pub(super) async fn over(town: Town) -> Self {
        let superuser = town.database.superuser().await;
        let deleted = Ids { tenant: TenantId::new().to_string(), ..Ids::nobodys() };
        let stage = Self { superuser, nobodys: Ids::nobodys(), deleted, town };
        // It was there, in the tenant of the member.
        let bury = format!(
            "insert into app.projects (tenant_id, id, name) values ('{0}', '{1}', 'gone');
             insert into app.tasks (tenant_id, id, project_id, title) values ('{0}', '{2}', '{1}', 'gone');
             delete from app.projects where id = '{1}'",
            stage.town.acme.tenant, stage.deleted.project, stage.deleted.task
        );
        stage.superuser.batch_execute(&bury).await.unwrap();
        stage
    }

    /// Everybody that a route can meet.
    pub(super) async fn personas(&self) -> Vec<Persona> {
        let town = &self.town;
        let (acme, globex) = (&town.acme, &town.globex);
        let drifter = UserId::new();
        create_user(&town.database, drifter, "drifter", false).await;
        let both = UserId::new();
        create_user(&town.database, both, "both", false).await;
        add_member(&town.database, acme.tenant, both).await;
        add_member(&town.database, globex.tenant, both).await;
        let mut personas = Vec::new();
        for (name, login, own, others) in [
            ("anonymous", None, acme, globex),
            ("member", Some("alice"), acme, globex),
            ("neighbour", Some("gus"), globex, acme),
            // Works in the first, and sees no more of the second than anybody else.
            ("member of both", Some("both"), acme, globex),
            ("of no tenant", Some("drifter"), acme, globex),
            ("superuser", Some("root"), acme, globex),
        ] {
            let browser = match login {
                Some(login) => town.signed_in(login).await,
                None => town.stranger(),
            };
            personas.push(Persona { name, browser, own: Ids::of(own), others: Ids::of(others) });
        }
        personas
    }

    /// All rows as they were, whatever a request made of them; without filling the trash.
    async fn restore(&self) {
        let mut sql =
            "set session_replication_role = replica; delete from app.tasks; delete from app.projects;"
                .to_owned();
        for (house, name) in [(&self.town.acme, "acme"), (&self.town.globex, "globex")] {
            write!(
                sql,
                "insert into app.projects (tenant_id, id, name) values ('{0}', '{1}', '{name} project');
                 insert into app.tasks (tenant_id, id, project_id, title) values ('{0}', '{2}', '{1}', '{name} open task'), ('{0}', '{3}', '{1}', '{name} done task');",
                house.tenant, house.project, house.open, house.done
            )
            .unwrap();
        }
        self.superuser.batch_execute(&sql).await.unwrap();
    }

    fn ids<'a>(&'a self, persona: &'a Persona, whose: Whose, malformed: &'a Ids) -> &'a Ids {
        match whose {
            Whose::Own => &persona.own,
            Whose::Others => &persona.others,
            Whose::Nobodys => &self.nobodys,
            Whose::Deleted => &self.deleted,
            Whose::Malformed => malformed,
        }
    }

    /// What a persona gets, with every row in its place.
    pub(super) async fn answer(&self, persona: &Persona, route: &Route, whose: Whose, hx: bool) -> Answer {
        if route.method != Method::GET {
            self.restore().await;
        }
        let malformed = Ids::malformed();
        let path = self.ids(persona, whose, &malformed).in_path(route.path);
        let mut browser = if hx { persona.browser.hx() } else { persona.browser.clone() };
        browser.send(request(&route.method, &path)).await
    }
}

fn request(method: &Method, path: &str) -> Request<Body> {
    let form = format!("name=n&title=t&username=alice&password={PASSWORD}");
    Request::builder()
        .method(method)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(if *method == Method::POST { form } else { String::new() }))
        .unwrap()
}
