//! Errors as answers: the status, and a page or a part that says what to do next.
//!
//! A response never carries the text of a database, and one about something that does not exist never the path that was asked
//! for, so two such things are answered alike, to the byte. Errors are logged here, once.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use maud::Markup;

use super::{
    assets,
    local_path::{as_parameter, local_path},
    page::{CODE, SECOND_FACTOR, looking_around, wants_part},
    preferences::Preferences,
    session::SignedIn,
};
use crate::{
    error::Error,
    language::tr,
    ui::{self, LookingAround, Shell, Theme},
};

/// What is said to the person, in the language of the sources; carried from where an error arose to [`render`].
#[derive(Clone, Copy, Debug)]
struct Problem {
    title: &'static str,
    detail: &'static str,
    way_on: (&'static str, &'static str),
}

const LOGIN: &str = "/login/";
const HOME: (&str, &str) = ("Go to the start page", "/");
const PANEL: (&str, &str) = ("Go to the panel", "/admin/");
const ELSEWHERE: (&str, &str) = ("See your workspaces, or sign out", "/tenants/");

const NOT_FOUND: Problem = Problem {
    title: "Not found",
    detail: "There is nothing here, or nothing that you may see. It may have been deleted.",
    way_on: HOME,
};
const WRONG_METHOD: Problem = Problem {
    title: "Not possible here",
    detail: "This address does not take that kind of request.",
    way_on: HOME,
};
const TOO_LARGE: Problem =
    Problem { title: "Too much", detail: "That was more than fits. Nothing was saved.", way_on: HOME };
const TOO_SLOW: Problem = Problem {
    title: "Too slow",
    detail: "Your request did not arrive in time. Please try again.",
    way_on: HOME,
};
const UNREADABLE: Problem = Problem {
    title: "Not understood",
    detail: "The request could not be read. Nothing was saved.",
    way_on: HOME,
};
const CROSS_SITE: Problem = Problem {
    title: "Refused",
    detail: "This request came from another site, so nothing was changed. If you meant it, please do it here.",
    way_on: HOME,
};
const SUPERUSERS_ONLY: Problem = Problem {
    title: "Superusers only",
    detail: "This part is for the operators of the service.",
    way_on: HOME,
};
const NO_RIGHT: Problem = Problem {
    title: "Not among your rights",
    detail: "You may not see or do this in the panel, or not with these: superusers, support, owners, admins and what is deleted are for superusers alone. Nothing was done. A superuser can give you a right.",
    way_on: PANEL,
};
const NO_TENANT: Problem = Problem {
    title: "No workspace yet",
    detail: "You are signed in, but belong to no workspace that is open. Whoever runs yours can add you.",
    way_on: ELSEWHERE,
};
const NOT_ACTIVE: Problem = Problem {
    title: "Read only",
    detail: "This workspace is archived or suspended, so nothing in it can be changed. Nothing was saved.",
    way_on: HOME,
};
const SUSPENDED: Problem = Problem {
    title: "Workspace suspended",
    detail: "Nobody can enter this workspace for now. Everything in it is kept. Whoever runs the service can restore it.",
    way_on: ELSEWHERE,
};
const DELETED: Problem = Problem {
    title: "Workspace deleted",
    detail: "This workspace is going to be removed. Until then, whoever runs the service can restore it.",
    way_on: ELSEWHERE,
};
const LAST_SUPERUSER: Problem = Problem {
    title: "Not possible",
    detail: "This is the last active superuser: without one, nobody could run the service. Nothing was changed.",
    way_on: HOME,
};
const LOOKING_AROUND: Problem = Problem {
    title: "You are looking around",
    detail: "You see this workspace as somebody else, and read only. Nothing was changed.",
    way_on: HOME,
};
const IMPERSONATING: Problem = Problem {
    title: "Not while you look around",
    detail: "You are here as somebody else. Stop that first, at the top of any page; then this is open to you again.",
    way_on: HOME,
};
const UNAVAILABLE: Problem = Problem {
    title: "Back in a moment",
    detail: "The service cannot answer right now. Nothing was saved; please try again in a few seconds.",
    way_on: ("Try again", "/"),
};
const UNCONFIRMED: Problem = Problem {
    title: "Please look before you try again",
    detail: "The service stopped answering just as this was being saved. It may have been saved, or not.",
    way_on: ("See what is there", "/"),
};
const BROKEN: Problem = Problem {
    title: "Something went wrong",
    detail: "That is our mistake, and it has been noted. Nothing was saved.",
    way_on: HOME,
};
const SIGN_IN: Problem =
    Problem { title: "Please sign in", detail: "Your session has ended.", way_on: ("Sign in", LOGIN) };

const CODE_REQUIRED: Problem = Problem {
    title: "Please give your code",
    detail: "The panel is open to you once you gave the code of your second factor.",
    way_on: ("Give the code", CODE),
};
const SECOND_FACTOR_REQUIRED: Problem = Problem {
    title: "Please set up a second factor",
    detail: "Nobody comes into the panel of this service without one.",
    way_on: ("Set it up", SECOND_FACTOR),
};

/// Marks an answer to somebody who has something to give first, for [`render`] to send there: name and password, or a code.
#[derive(Clone, Copy)]
struct First(&'static str);

/// Marks an answer to somebody who works in no tenant, and to whom the panel is open.
#[derive(Clone, Copy)]
struct ToAdmin;

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, problem) = match &self {
            Self::NotFound => (StatusCode::NOT_FOUND, NOT_FOUND),
            Self::SignInRequired => (StatusCode::UNAUTHORIZED, SIGN_IN),
            Self::NoTenant { .. } => (StatusCode::FORBIDDEN, NO_TENANT),
            Self::SuperuserOnly => (StatusCode::FORBIDDEN, SUPERUSERS_ONLY),
            Self::NoRight => (StatusCode::FORBIDDEN, NO_RIGHT),
            Self::CodeRequired => (StatusCode::FORBIDDEN, CODE_REQUIRED),
            Self::SecondFactorRequired => (StatusCode::FORBIDDEN, SECOND_FACTOR_REQUIRED),
            Self::CrossSite => (StatusCode::FORBIDDEN, CROSS_SITE),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, UNREADABLE),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE),
            Self::TenantNotActive => (StatusCode::FORBIDDEN, NOT_ACTIVE),
            Self::TenantSuspended => (StatusCode::FORBIDDEN, SUSPENDED),
            Self::TenantDeleted => (StatusCode::FORBIDDEN, DELETED),
            Self::LastSuperuser => (StatusCode::CONFLICT, LAST_SUPERUSER),
            Self::LookingAround => (StatusCode::FORBIDDEN, LOOKING_AROUND),
            Self::Impersonating => (StatusCode::FORBIDDEN, IMPERSONATING),
            Self::Unavailable { .. } => (StatusCode::SERVICE_UNAVAILABLE, UNAVAILABLE),
            Self::Unconfirmed(_) => (StatusCode::SERVICE_UNAVAILABLE, UNCONFIRMED),
            Self::Constraint(_)
            | Self::Denied(_)
            | Self::ReadOnly(_)
            | Self::Database(_)
            | Self::Listen(..)
            | Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, BROKEN),
        };
        log(&self, status);
        let mut response = status.into_response();
        response.extensions_mut().insert(problem);
        match self {
            Self::SignInRequired => _ = response.extensions_mut().insert(First(LOGIN)),
            Self::CodeRequired => _ = response.extensions_mut().insert(First(CODE)),
            Self::SecondFactorRequired => _ = response.extensions_mut().insert(First(SECOND_FACTOR)),
            Self::NoTenant { panel: true } => _ = response.extensions_mut().insert(ToAdmin),
            Self::Unavailable { retry_after, .. } => set_retry_after(&mut response, retry_after),
            _ => {}
        }
        response
    }
}

fn log(error: &Error, status: StatusCode) {
    match error {
        Error::Denied(_) => {
            metrics::counter!("rowhouse_privilege_denied_total").increment(1);
            tracing::error!(error = error.chain(), "PRIVILEGE DENIED: a grant or a policy is wrong");
        }
        _ if status == StatusCode::SERVICE_UNAVAILABLE => {
            tracing::warn!(error = error.chain(), "unavailable");
        }
        _ if status.is_server_error() => tracing::error!(error = error.chain(), "internal error"),
        _ => tracing::debug!(error = error.chain(), "refused"),
    }
}

fn set_retry_after(response: &mut Response, after: Duration) {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(after.as_secs().max(1)));
}

/// The middleware that gives every error its body: those above, and those of the router and its layers.
///
/// A handler that answers an error with a page of its own (a form, again) is left alone.
pub async fn render(request: Request, next: Next) -> Response {
    let part = wants_part(request.headers());
    let theme = Preferences::of(request.headers()).theme;
    let origin = Origin::of(&request);
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    if let Some(First(place)) = response.extensions().get() {
        return to(place, status, &origin, part);
    }
    if response.extensions().get::<ToAdmin>().is_some() && origin.method == Method::GET && !part {
        return Redirect::to("/admin/").into_response();
    }
    let told = response.extensions().get::<Problem>().copied();
    let behind = response.extensions().get::<Arc<SignedIn>>().cloned();
    let around = behind.as_deref().and_then(looking_around);
    let own_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match told {
        None if own_page => response,
        told => {
            let told = told.unwrap_or_else(|| of_status(status));
            let again =
                origin.back(part).map(local_path).filter(|_| status == StatusCode::SERVICE_UNAVAILABLE);
            let way_on = (told.way_on.0, again.unwrap_or(told.way_on.1));
            let around = Around { theme, looking_around: around };
            with_body(response, told, way_on, part, around)
        }
    }
}

/// Keeps the headers that say something (Allow, Retry-After, Set-Cookie) and replaces the body.
fn with_body(
    response: Response,
    problem: Problem,
    way_on: (&str, &str),
    part: bool,
    around: Around<'_>,
) -> Response {
    let (mut head, _) = response.into_parts();
    head.headers.remove(header::CONTENT_TYPE);
    head.headers.remove(header::CONTENT_LENGTH);
    // What is not there takes no method (RFC 9110, section 10.2.1). Said each time, since the router adds those of an address to
    // what its guard answers, unless some are named: that would tell an address that is not open from one that never was.
    if head.status == StatusCode::NOT_FOUND {
        head.headers.insert(header::ALLOW, HeaderValue::from_static(""));
    }
    let mut rendered = body(head.status, problem, way_on, part, around).into_response();
    for (name, value) in &head.headers {
        rendered.headers_mut().insert(name, value.clone());
    }
    *rendered.status_mut() = head.status;
    rendered
}

/// What is around the page of an error.
struct Around<'a> {
    theme: Theme,
    looking_around: Option<LookingAround<'a>>,
}

fn body(
    status: StatusCode,
    problem: Problem,
    way_on: (&str, &str),
    part: bool,
    around: Around<'_>,
) -> Markup {
    let (title, detail, way_on) = (tr(problem.title), tr(problem.detail), (tr(way_on.0), way_on.1));
    if part {
        return ui::problem_part(title, detail);
    }
    let Around { theme, looking_around } = around;
    let shell = Shell { title, assets: assets::urls(), theme, nav: None, looking_around };
    shell.document(&ui::problem(status.as_u16(), title, detail, way_on))
}

fn of_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => NOT_FOUND,
        StatusCode::METHOD_NOT_ALLOWED => WRONG_METHOD,
        StatusCode::PAYLOAD_TOO_LARGE => TOO_LARGE,
        StatusCode::REQUEST_TIMEOUT => TOO_SLOW,
        StatusCode::SERVICE_UNAVAILABLE => UNAVAILABLE,
        status if status.is_client_error() => UNREADABLE,
        _ => BROKEN,
    }
}

/// Where a request came from, for the way back after sign-in.
struct Origin {
    method: Method,
    /// The path of the request when it can be asked for again.
    asked: Option<String>,
    /// The page that a form was sent from, or that htmx asked from.
    page: Option<String>,
}

impl Origin {
    fn of(request: &Request) -> Self {
        let asked = (request.method() == Method::GET)
            .then(|| request.uri().path_and_query().map(ToString::to_string))
            .flatten();
        let headers = request.headers();
        let page = headers.get("hx-current-url").or_else(|| headers.get(header::REFERER)).and_then(|url| {
            url.to_str().ok()?.parse::<Uri>().ok()?.path_and_query().map(ToString::to_string)
        });
        Self { method: request.method().clone(), asked, page }
    }

    /// Where to go on: the page that was asked for, or the one with the form that was sent, in which a browser that runs
    /// scripts finds again what was typed.
    fn back(&self, part: bool) -> Option<&str> {
        if part { self.page.as_deref() } else { self.asked.as_deref().or(self.page.as_deref()) }
    }
}

/// A page is redirected. A part must never be fed the other page as a fragment: htmx is told to go there itself.
fn to(place: &str, status: StatusCode, origin: &Origin, part: bool) -> Response {
    let there = match origin.back(part).map(local_path) {
        None | Some("/") => place.to_owned(),
        Some(path) => format!("{place}?next={}", as_parameter(path)),
    };
    match HeaderValue::from_str(&there) {
        Ok(there) if part => (status, [("hx-redirect", there)]).into_response(),
        _ => Redirect::to(&there).into_response(),
    }
}
