//! Routes as data: each feature exports a table of them, and the router, the tests and the metrics read the same tables.
//!
//! A route says who may enter, and that is enforced here, ahead of the handler: no route can be served to somebody whom
//! its row does not name.

use std::{fmt, sync::Arc};

use axum::{
    Router,
    extract::{FromRequestParts, Request, State},
    handler::Handler,
    http::{Method, StatusCode, request::Parts},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};

use super::{
    App,
    scope::{allowed, at_the_door, looked_at_the_door, superuser},
    session::SignedIn,
};
use crate::{
    db::{Admin, Tenant},
    error::{Error, Result},
    rights::Right,
};

/// Who may enter a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in and is nobody else at the moment: here is what a superuser never does in another's name.
    Oneself,
    /// Whoever works in a tenant; what is seen there, row-level security decides.
    Tenant,
    /// Superusers and support at the door of the panel, before they gave the code of their second factor: here they give it.
    PanelDoor,
    /// Superusers, and support, whatever they may do; with a code, where one is wanted.
    Panel,
    /// Whoever may do that with the things of that model; likewise.
    May(&'static str, Right),
    /// Superusers, likewise.
    Superuser,
}

/// One method of one path.
pub struct Route {
    /// The method. GET answers HEAD too.
    pub method: Method,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// Who may enter.
    pub access: Access,
    handler: MethodRouter<App>,
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({:?})", self.method, self.path, self.access)
    }
}

/// A page or a part of one.
pub fn get<T: 'static>(path: &'static str, access: Access, handler: impl Handler<T, App>) -> Route {
    Route { method: Method::GET, path, access, handler: on(MethodFilter::GET, handler) }
}

/// Something that changes.
pub fn post<T: 'static>(path: &'static str, access: Access, handler: impl Handler<T, App>) -> Route {
    Route { method: Method::POST, path, access, handler: on(MethodFilter::POST, handler) }
}

/// Something that goes.
pub fn delete<T: 'static>(path: &'static str, access: Access, handler: impl Handler<T, App>) -> Route {
    Route { method: Method::DELETE, path, access, handler: on(MethodFilter::DELETE, handler) }
}

/// The router of all tables.
pub fn router(routes: impl IntoIterator<Item = Route>, app: &App) -> Router<App> {
    routes.into_iter().fold(Router::new(), |router, route| {
        let admitted = from_fn_with_state((app.clone(), route.access), admit);
        router.route(route.path, route.handler.layer(admitted))
    })
}

/// Lets a request in, or answers with what its sender lacks.
async fn admit(State((app, access)): State<(App, Access)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let admitted = check(access, &mut parts, &app).await;
    let known = parts.extensions.get().cloned();
    let response = match admitted {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        // As what is at no address, so that a door that is closed is not told from none.
        Err(Error::NotFound) => return nowhere(State(app), Request::from_parts(parts, body)).await,
        Err(refusal) => refusal.into_response(),
    };
    behind(known, response)
}

/// What is at no address.
pub async fn nowhere(State(app): State<App>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    // Whoever is not known is told the same: what is there is not theirs to know either.
    let known = <SignedIn as FromRequestParts<App>>::from_request_parts(&mut parts, &app).await;
    behind(known.ok().map(Arc::new), StatusCode::NOT_FOUND.into_response())
}

/// With whoever looks around as somebody else, for the page of an error, which says so too.
fn behind(known: Option<Arc<SignedIn>>, mut response: Response) -> Response {
    if let Some(known) = known.filter(|known| known.impersonation.is_some()) {
        response.extensions_mut().insert(known);
    }
    response
}

async fn check(access: Access, parts: &mut Parts, app: &App) -> Result<()> {
    match access {
        Access::Public => {}
        Access::SignedIn => drop(<SignedIn as FromRequestParts<App>>::from_request_parts(parts, app).await?),
        Access::Oneself => {
            let person = <SignedIn as FromRequestParts<App>>::from_request_parts(parts, app).await?;
            if person.impersonation.is_some() {
                return Err(Error::Impersonating);
            }
        }
        Access::Tenant => drop(Tenant::from_request_parts(parts, app).await?),
        Access::PanelDoor => {
            at_the_door(parts, app).await?;
            looked_at_the_door(parts, app).await?;
        }
        Access::May(model, right) => drop(allowed(parts, app, |rights| rights.may(model, right)).await?),
        Access::Panel => drop(Admin::from_request_parts(parts, app).await?),
        Access::Superuser => drop(superuser(parts, app).await?),
    }
    Ok(())
}
