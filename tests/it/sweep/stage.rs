//! Who takes part in the sweep, with which ids, and a town in which every row of every table is in its place before each
//! request. The tables are read from the catalogue, so a new one is put back as well.

use std::{cell::Cell, fmt::Write};

use axum::{
    body::Body,
    http::{Method, Request},
};
use rowhouse::{
    app, health,
    id::{TenantId, UserId},
    web::Route,
};
use tokio_postgres::Client;

use crate::harness::{
    Answer, Browser, Ids, PASSWORD, Town, add_member, create_support, create_support_with, create_tenant,
    create_user,
};

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

/// Somebody at a browser, and the two tenants from there.
pub(super) struct Persona {
    pub(super) name: &'static str,
    pub(super) browser: Browser,
    pub(super) own: Ids,
    pub(super) others: Ids,
    /// What stands in the rows of the own tenant, and of tenants that are none of this person's business.
    pub(super) own_words: &'static [&'static str],
    pub(super) foreign_words: &'static [&'static str],
    /// The one route, by its beginning, that shows more than the tenant that is worked in.
    pub(super) looks_around_at: &'static str,
}

/// A town whose rows can be put back as they were.
pub(super) struct Stage {
    /// Its database goes with it.
    _town: Town,
    pub(super) superuser: Client,
    pub(super) personas: Vec<Persona>,
    pub(super) nobodys: Ids,
    pub(super) deleted: Ids,
    /// Puts every row back.
    restore: String,
    /// Whether something may have changed since.
    touched: Cell<bool>,
}

impl Stage {
    pub(super) async fn new() -> Self {
        Self::over(Town::new().await).await
    }

    pub(super) async fn over(town: Town) -> Self {
        let superuser = town.database.superuser().await;
        let bygone = TenantId::new();
        let deleted = Ids { tenant: bygone.to_string(), ..Ids::nobodys() };
        create_tenant(&town.database, bygone, "bygone").await;
        // The rows were there, in the tenant of the member.
        let bury = format!(
            "update app.tenants set status = 'deleted', purge_after = now() + interval '1 day' where tenant_id = '{bygone}';
             insert into app.projects (tenant_id, id, name) values ('{0}', '{1}', 'gone');
             insert into app.tasks (tenant_id, id, project_id, title) values ('{0}', '{2}', '{1}', 'gone');
             delete from app.projects where id = '{1}'",
            town.acme.tenant, deleted.project, deleted.task
        );
        superuser.batch_execute(&bury).await.unwrap();
        let personas = personas(&town).await;
        let restore = snapshot(&superuser).await;
        let touched = Cell::new(false);
        Self { _town: town, superuser, personas, nobodys: Ids::nobodys(), deleted, restore, touched }
    }

    pub(super) fn persona(&self, name: &str) -> &Persona {
        self.personas.iter().find(|persona| persona.name == name).unwrap()
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
        if self.touched.replace(route.method != Method::GET) {
            self.superuser.batch_execute(&self.restore).await.unwrap();
        }
        let malformed = Ids::malformed();
        let path = if route.path.contains("{id}") {
            self.ids(persona, whose, &malformed).in_path(route.path)
        } else {
            // Something to find, in every tenant.
            format!("{}?q=project", route.path)
        };
        let mut browser = if hx { persona.browser.hx() } else { persona.browser.clone() };
        browser.send(request(&route.method, &path)).await
    }
}

/// A superuser who looks around as the member, and may write.
const IMPERSONATOR: &str = "superuser as member";

/// Everybody that a route can meet.
async fn personas(town: &Town) -> Vec<Persona> {
    let (acme, globex) = (&town.acme, &town.globex);
    let people: [(_, _, &[_]); 4] = [
        ("owen", true, &[]),
        ("drifter", false, &[]),
        ("both", false, &[acme.tenant, globex.tenant]),
        ("rita", true, &[acme.tenant]),
    ];
    for (login, superuser, tenants) in people {
        let user = UserId::new();
        create_user(&town.database, user, login, superuser).await;
        for tenant in tenants {
            add_member(&town.database, *tenant, user).await;
        }
    }
    create_support(&town.database, "sue").await;
    create_support_with(&town.database, "tess", "array['tenants:change', 'tasks:see']").await;
    let owes = "insert into auth.second_factors (user_id, secret, active_since)
        select user_id, substr(sha256('a'), 1, 20), now() from auth.users where login = 'owen'";
    town.database.superuser().await.batch_execute(owes).await.unwrap();
    let (of_acme, of_globex): (&[_], &[_]) = (&["acme"], &["globex"]);
    let everything: &[_] = &["acme", "globex"];
    let mut personas = Vec::new();
    for (name, login, own, others, own_words, foreign_words, looks_around_at) in [
        ("anonymous", None, acme, globex, &[][..], everything, "nowhere"),
        ("member", Some("alice"), acme, globex, of_acme, of_globex, "nowhere"),
        ("neighbour", Some("gus"), globex, acme, of_globex, of_acme, "nowhere"),
        // Works in the first, and sees no more of the second than anybody else.
        ("member of both", Some("both"), acme, globex, of_acme, of_globex, "/tenants/"),
        ("of no tenant", Some("drifter"), acme, globex, &[], everything, "nowhere"),
        ("superuser", Some("root"), acme, globex, &[], everything, "/admin/"),
        // Looks, and does nothing.
        ("support", Some("sue"), acme, globex, &[], everything, "/admin/"),
        // Sees tenants and tasks, and changes tenants.
        ("support of tenants", Some("tess"), acme, globex, &[], everything, "/admin/"),
        // Stands before the door: the panel is shut.
        ("superuser without a code", Some("owen"), acme, globex, &[], everything, "nowhere"),
        // Being a superuser widens nothing in the tenant.
        ("superuser and member", Some("rita"), acme, globex, of_acme, of_globex, "/admin/"),
        // Sees what she sees, and nothing of the panel.
        (IMPERSONATOR, Some("root"), acme, globex, of_acme, of_globex, "nowhere"),
    ] {
        let mut browser = match login {
            Some(login) => town.signed_in(login).await,
            None => town.stranger(),
        };
        let (own, others) = (Ids::of(own), Ids::of(others));
        if name == IMPERSONATOR {
            let fields = [("tenant", own.tenant.as_str()), ("reason", "to sweep"), ("writes", "true")];
            browser.post(&format!("/admin/users/{}/impersonate/", own.user), &fields).await.expect(303);
        }
        personas.push(Persona { name, browser, own, others, own_words, foreign_words, looks_around_at });
    }
    personas
}

/// Copies all rows, and tells how to put them back: sessions and what lies in the trash too. No trigger sees it.
async fn snapshot(superuser: &Client) -> String {
    let tables = "select format('%I.%I', n.nspname, c.relname), string_agg(quote_ident(a.attname), ', ')
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('app', 'auth')
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attgenerated = '' and a.attidentity = ''
        where c.relkind in ('r', 'p') and not c.relispartition
        group by 1 order by 1";
    superuser.batch_execute("create schema snapshot; set session_replication_role = replica").await.unwrap();
    let mut restore = String::new();
    for (number, row) in superuser.query(tables, &[]).await.unwrap().iter().enumerate() {
        let (table, columns): (String, String) = (row.get(0), row.get(1));
        let copy = format!("create table snapshot.t{number} as table {table}");
        superuser.batch_execute(&copy).await.unwrap();
        write!(
            restore,
            "delete from {table}; insert into {table} ({columns}) select {columns} from snapshot.t{number};"
        )
        .unwrap();
    }
    restore
}

fn request(method: &Method, path: &str) -> Request<Body> {
    let form = format!("name=n&title=t&titles=t&username=alice&password={PASSWORD}");
    Request::builder()
        .method(method)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(if *method == Method::POST { form } else { String::new() }))
        .unwrap()
}
