//! The pages of sign-in and of the choice of a tenant.
//! No handler here sees a hash or a session id's row; a password goes into the proof and nowhere else.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use axum_client_ip::ClientIp;
use secrecy::SecretString;
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    sign_in::{self, Outcome},
    store, view,
};
use crate::{
    db::Identity,
    error::{Error, Result},
    id::TenantId,
    language::tr,
    web::{
        Chrome, Form, Input, Path, Query,
        local_path::local_path,
        session::{Sessions, SignedIn},
    },
};

#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(super) struct Credentials {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: SecretString,
    #[serde(default)]
    next: String,
}

pub(super) async fn form(chrome: Chrome, person: Option<SignedIn>, Query(query): Query<Next>) -> Response {
    let next = local_path(&query.next);
    match person {
        Some(_) => chrome.go(next),
        None => chrome.page(tr("Sign in"), &view::sign_in(&Input::default(), next)),
    }
}

pub(super) async fn sign_in(
    chrome: Chrome,
    identity: Identity,
    cookie: Session,
    ClientIp(address): ClientIp,
    Form(Credentials { username, password, next }): Form<Credentials>,
) -> Result<Response> {
    let next = local_path(&next);
    let refused = |message: &str| {
        chrome.page(tr("Sign in"), &view::sign_in(&Input::refused(username.clone(), message), next))
    };
    match sign_in::attempt(&identity, &username, password, address).await? {
        Outcome::SignedIn(id) => {
            Sessions::adopt(&cookie, id).await?;
            Ok(chrome.go(next))
        }
        Outcome::Refused => {
            let page = refused("That username and password do not belong together.");
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Outcome::Throttled(seconds) => {
            let page = refused("Too many attempts. Please wait a few minutes before you try again.");
            let wait = [(header::RETRY_AFTER, HeaderValue::from(seconds))];
            Ok((StatusCode::TOO_MANY_REQUESTS, wait, page).into_response())
        }
    }
}

pub(super) async fn sign_out(chrome: Chrome, cookie: Session) -> Result<Response> {
    Sessions::end(&cookie).await?;
    Ok(chrome.go("/login/"))
}

pub(super) async fn tenants(chrome: Chrome, identity: Identity, person: SignedIn) -> Result<Response> {
    let tenants = identity.read(async |tx| store::choices(tx, person.session()).await).await?;
    Ok(chrome.page(tr("Workspaces"), &view::tenants(&tenants)))
}

pub(super) async fn enter(
    chrome: Chrome,
    State(sessions): State<Sessions>,
    person: SignedIn,
    Path(tenant): Path<TenantId>,
) -> Result<Response> {
    if sessions.enter(person.session(), tenant).await? { Ok(chrome.go("/")) } else { Err(Error::NotFound) }
}
