//! How a handler answers: a whole page, or the part of one when htmx asks; a redirect, or the parts that changed.
//!
//! Handlers say what they have to show and never look at a header. A part never holds the document around it, and a
//! page is never sent where a part was asked for.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{Access, App, assets, session::SignedIn};
use crate::ui::{self, Nav, NavItem, SearchBox, Shell};

/// An entry of the navigation.
#[derive(Clone, Copy, Debug)]
pub struct NavLink {
    /// What it says.
    pub label: &'static str,
    /// Where it leads; also the prefix of the paths below it.
    pub href: &'static str,
    /// Who sees it.
    pub access: Access,
}

/// What the pages of an instance have in common.
#[derive(Debug)]
pub(super) struct Frame {
    links: &'static [NavLink],
}

impl Frame {
    pub(super) fn new(links: &'static [NavLink]) -> Self {
        Self { links }
    }
}

/// What is around a page: who looks at it, where, and whether the whole of it is wanted.
#[derive(Debug)]
pub struct Chrome {
    frame: Arc<Frame>,
    person: Option<Arc<SignedIn>>,
    path: String,
    part: bool,
}

impl FromRequestParts<App> for Chrome {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self {
            frame: Arc::clone(&app.shared.frame),
            // Put there by the route's guard; on a public page nobody is shown as signed in.
            person: parts.extensions.get().cloned(),
            path: parts.uri.path().to_owned(),
            part: wants_part(&parts.headers),
        })
    }
}

/// Whether htmx asks. It does not say so when it restores a page of the history, which needs the whole.
pub(super) fn wants_part(headers: &HeaderMap) -> bool {
    headers.get("hx-request").is_some_and(|value| value == "true")
}

impl Chrome {
    /// A page.
    #[must_use]
    pub fn page(&self, title: &str, main: &Markup) -> Response {
        let shell = Shell { title, assets: assets::urls(), nav: self.nav() };
        if self.part { shell.part(main) } else { shell.document(main) }.into_response()
    }

    /// A form or a confirmation: alone when it is a part, under its title when it is a page.
    #[must_use]
    pub fn form(&self, title: &str, form: &Markup) -> Response {
        if self.part {
            return form.clone().into_response();
        }
        // On a page of its own there is nothing around a form that its answer could land in: it is sent plainly.
        self.page(title, &html! { (ui::header(title, None, &html! {})) div hx-ignore { (form) } })
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

    /// Something was changed: the parts that show it, or the page `at` which it is seen.
    #[must_use]
    pub fn changed(&self, at: &str, parts: &Markup) -> Response {
        if self.part { parts.clone().into_response() } else { Redirect::to(at).into_response() }
    }

    /// On to the page `at`, as a whole.
    #[must_use]
    pub fn go(&self, at: &str) -> Response {
        match HeaderValue::from_str(at) {
            Ok(path) if self.part => ([("hx-redirect", path)], StatusCode::OK).into_response(),
            _ => Redirect::to(at).into_response(),
        }
    }

    fn nav(&self) -> Option<Nav<'_>> {
        let person = self.person.as_deref()?;
        let seen = |link: &&NavLink| match link.access {
            Access::Tenant => person.tenant.is_some(),
            Access::Superuser => person.superuser,
            Access::Public | Access::SignedIn => true,
        };
        let items = self.frame.links.iter().filter(seen).map(|link| NavItem {
            label: link.label,
            href: link.href,
            current: if link.href == "/" { self.path == "/" } else { self.path.starts_with(link.href) },
        });
        Some(Nav {
            items: items.collect(),
            tenant: person.tenant.as_ref().map(|tenant| tenant.name.as_str()),
            tenants_href: (person.tenants > 1).then_some("/tenants/"),
            person: &person.display_name,
            logout_action: "/logout/",
            search: (person.tenant.is_some() && !self.path.starts_with("/search/"))
                .then_some(SearchBox { action: "/search/", query: "" }),
        })
    }
}
