//! How a handler answers: a whole page, or the part of one when htmx asks; a redirect, or the parts that changed.
//!
//! Handlers say what they have to show and never look at a header. A part never holds the document around it, and a
//! page is never sent where a part was asked for.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use time::{format_description::FormatItem, macros::format_description};

use super::{
    Access, App, Door, Preferences, assets,
    local_path::local_path,
    session::{SignedIn, TenantStatus},
};
use crate::{
    config::Environment,
    language::tr,
    rights::Rights,
    ui::{self, Icon, LookingAround, Nav, NavItem, Shell},
};

/// An entry of the navigation.
#[derive(Clone, Copy, Debug)]
pub struct NavLink {
    /// What it says, in the language of the sources.
    pub label: &'static str,
    /// Where it leads; also the prefix of the paths below it.
    pub href: &'static str,
    /// What stands before it.
    pub icon: Icon,
    /// Who sees it.
    pub access: Access,
}

/// What stands at the foot of the navigation, inside a tenant.
const FOOT: [NavLink; 2] = [
    NavLink { label: "Audit trail", href: "/audit/", icon: Icon::Clock, access: Access::Tenant },
    NavLink { label: "Recently deleted", href: "/trash/", icon: Icon::Trash, access: Access::Tenant },
];

/// Where the code of a second factor is given.
pub const CODE: &str = "/admin/code/";
/// Where a second factor is set up.
pub const SECOND_FACTOR: &str = "/admin/second-factor/";

/// Where the superuser panel begins.
const PANEL_HOME: &str = "/admin/";

/// Where a superuser stops looking around as somebody else.
pub const STOP_IMPERSONATION: &str = "/impersonation/stop/";

const TIME: &[FormatItem<'_>] = format_description!("[hour]:[minute]");

/// What is said on every page of a tenant that is archived: otherwise one would learn it from the refusal of what one typed.
const READ_ONLY: &str = "This workspace is archived. Everything in it is read only.";

/// What the pages of an instance have in common.
#[derive(Debug)]
pub(super) struct Frame {
    links: &'static [NavLink],
    /// Those of the panel.
    panel: Vec<NavLink>,
}

impl Frame {
    pub(super) fn new(links: &'static [NavLink], panel: Vec<NavLink>) -> Self {
        Self { links, panel }
    }
}

/// What is around a page: who looks at it, where, and whether the whole of it is wanted.
#[derive(Debug)]
pub struct Chrome {
    frame: Arc<Frame>,
    person: Option<Arc<SignedIn>>,
    path: String,
    preferences: Preferences,
    came_from: Option<String>,
    part: bool,
    /// The door of the panel, where it stands open.
    door: Option<Door>,
}

impl FromRequestParts<App> for Chrome {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let door = &app.shared.door;
        let door = door.is_open(parts).await.then(|| door.clone());
        Ok(Self {
            frame: Arc::clone(&app.shared.frame),
            // Put there by the route's guard; on a public page nobody is shown as signed in.
            person: parts.extensions.get().cloned(),
            path: parts.uri.path().to_owned(),
            preferences: Preferences::of(&parts.headers),
            came_from: came_from(&parts.headers),
            part: wants_part(&parts.headers),
            door,
        })
    }
}

/// Whether htmx asks. It does not say so when it restores a page of the history, which needs the whole.
pub(super) fn wants_part(headers: &HeaderMap) -> bool {
    headers.get("hx-request").is_some_and(|value| value == "true")
}

/// The page that a form stood on, as the browser says: a path of this site, whatever it says.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let page: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    Some(local_path(page.path_and_query()?.as_str()).to_owned())
}

/// What is said on every page while a superuser looks around as somebody else.
pub(super) fn looking_around(person: &SignedIn) -> Option<LookingAround<'_>> {
    let behind = person.impersonation.as_ref()?;
    Some(LookingAround {
        superuser: &behind.superuser_name,
        person: &person.display_name,
        tenant: person.tenant.as_ref().map(|tenant| tenant.name.as_str()),
        until: behind.until.format(TIME).unwrap_or_default(),
        writes: behind.writes,
        stop: STOP_IMPERSONATION,
    })
}

impl Chrome {
    /// A page.
    #[must_use]
    pub fn page(&self, title: &str, main: &Markup) -> Response {
        let shell = Shell {
            title,
            assets: assets::urls(),
            theme: self.preferences.theme,
            nav: self.nav(),
            looking_around: self.person.as_deref().and_then(looking_around),
        };
        if self.part { shell.part(main) } else { shell.document(main) }.into_response()
    }

    /// A form or a confirmation: alone when it is a part, under its title when it is a page.
    #[must_use]
    pub fn form(&self, title: &str, form: &Markup) -> Response {
        if self.part {
            return form.clone().into_response();
        }
        // On a page of its own there is nothing around a form that its answer could land in: it is sent plainly.
        let crumbs: Vec<_> = self.section().into_iter().collect();
        self.page(title, &html! { (ui::header(title, &crumbs, &html! {})) div hx-ignore { (form) } })
    }

    /// The form again, with what was typed and what is wrong with it.
    #[must_use]
    pub fn refused(&self, title: &str, form: &Markup) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, self.form(title, form)).into_response()
    }

    /// The form again, because somebody else changed the same thing meanwhile.
    #[must_use]
    pub fn conflict(&self, title: &str, form: &Markup) -> Response {
        (StatusCode::CONFLICT, self.form(title, form)).into_response()
    }

    /// A page with a form in it that was refused.
    #[must_use]
    pub fn refused_page(&self, title: &str, main: &Markup) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, self.page(title, main)).into_response()
    }

    /// A page that says what became of something that is not here.
    #[must_use]
    pub fn gone_page(&self, title: &str, main: &Markup) -> Response {
        (StatusCode::NOT_FOUND, self.page(title, main)).into_response()
    }

    /// A page with a form in it that somebody else overtook.
    #[must_use]
    pub fn conflict_page(&self, title: &str, main: &Markup) -> Response {
        (StatusCode::CONFLICT, self.page(title, main)).into_response()
    }

    /// Something was changed: the parts that show it, or the page `at` which it is seen.
    #[must_use]
    pub fn changed(&self, at: &str, parts: &Markup) -> Response {
        if self.part { parts.clone().into_response() } else { Redirect::to(self.view_of(at)).into_response() }
    }

    /// The page `at`, as it was seen last: filtered and sorted as the form's page was, if that is the same.
    fn view_of<'a>(&'a self, at: &'a str) -> &'a str {
        let same = |page: &&str| {
            page.strip_prefix(at).is_some_and(|rest| rest.starts_with('?') && !rest.contains("deleted="))
        };
        self.came_from.as_deref().filter(same).unwrap_or(at)
    }

    /// The page that the request came from, or else `other`.
    #[must_use]
    pub fn back_or<'a>(&'a self, other: &'a str) -> &'a str {
        self.came_from.as_deref().unwrap_or(other)
    }

    /// On to the page `at`, as a whole.
    #[must_use]
    pub fn go(&self, at: &str) -> Response {
        match HeaderValue::from_str(at) {
            Ok(path) if self.part => ([("hx-redirect", path)], StatusCode::OK).into_response(),
            _ => Redirect::to(at).into_response(),
        }
    }

    /// The entry of the navigation that the page is below.
    fn section(&self) -> Option<(&'static str, &'static str)> {
        let below =
            |link: &&NavLink| link.href != "/" && self.path != link.href && self.path.starts_with(link.href);
        self.frame.links.iter().find(below).map(|link| (tr(link.label), link.href))
    }

    fn nav(&self) -> Option<Nav<'_>> {
        let person = self.person.as_deref()?;
        let seen = |link: &&NavLink| match link.access {
            Access::Tenant => person.tenant.is_some(),
            Access::Panel | Access::PanelDoor => person.sees_all_tenants() && self.panel_is_open(),
            Access::May(model, right) => person.rights().may(model, right) && self.panel_is_open(),
            Access::Superuser => person.superuser && self.panel_is_open(),
            Access::Oneself => person.impersonation.is_none(),
            Access::Public | Access::SignedIn => true,
        };
        let items = self.frame.links.iter().filter(seen).map(|link| self.item(link));
        let panel = self.panel_is_open()
            && person.sees_all_tenants()
            && (person.tenant.is_none() || self.path.starts_with(PANEL_HOME));
        Some(Nav {
            items: items.collect(),
            panel: if panel { self.panel().map(|link| self.item(link)).collect() } else { Vec::new() },
            environment: self
                .door
                .as_ref()
                .filter(|_| panel)
                .and_then(|door| door.environment.as_ref())
                .map(Environment::as_str),
            tenant: person.tenant.as_ref().map(|tenant| tenant.name.as_str()),
            warning: person
                .tenant
                .as_ref()
                .filter(|tenant| tenant.status == TenantStatus::Archived)
                .map(|_| tr(READ_ONLY)),
            tenants_href: (person.tenants > 1).then_some("/tenants/"),
            person: &person.display_name,
            whose: person.user.to_string(),
            theme: self.preferences.theme,
            preferences: "/preferences/",
            path: &self.path,
            foot: if person.tenant.is_some() {
                FOOT.iter().map(|link| self.item(link)).collect()
            } else {
                Vec::new()
            },
            logout_action: "/logout/",
            search: match &person.tenant {
                _ if panel => Some(("/admin/find/", "/admin/find/quick/")),
                Some(_) => Some(("/search/", "/search/quick/")),
                None => None,
            },
            shortcuts: self.preferences.shortcuts,
            create: person
                .tenant
                .as_ref()
                .filter(|tenant| tenant.status == TenantStatus::Active && person.may_write())
                .map(|_| (tr("New project"), "/projects/create/")),
        })
    }

    fn item(&self, link: &NavLink) -> NavItem<'static> {
        NavItem {
            label: tr(link.label),
            href: link.href,
            icon: link.icon,
            current: match link.href {
                "/" | PANEL_HOME => self.path == link.href,
                below => self.path.starts_with(below),
            },
        }
    }

    /// Whether the panel can be reached from where the person is.
    #[must_use]
    pub fn panel_is_open(&self) -> bool {
        self.door.is_some()
    }

    /// What the person may do in the panel.
    #[must_use]
    pub fn rights(&self) -> Rights {
        self.person.as_deref().map_or(Rights::NONE, SignedIn::rights)
    }

    /// The entries of the panel that the person sees.
    pub fn panel(&self) -> impl Iterator<Item = &NavLink> {
        let rights = self.rights();
        self.frame.panel.iter().filter(move |link| match link.access {
            Access::May(model, right) => rights.may(model, right),
            _ => true,
        })
    }

    /// What this browser prefers.
    #[must_use]
    pub fn preferences(&self) -> Preferences {
        self.preferences
    }
}
