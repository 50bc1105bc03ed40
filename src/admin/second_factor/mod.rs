//! The door of the panel: where the code of a second factor is given, and where one is set up, renewed and ended.
//!
//! It is the person's own: whoever looks around as somebody else is not let in here, and nothing here names a person. What ends
//! or renews it demands the password as well; the database asks for both again.

mod view;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use axum_client_ip::ClientIp;
use maud::Markup;
use secrecy::SecretString;
use serde::Deserialize;

use super::password_check::PasswordCheck;
use crate::{
    db::Identity,
    error::{Error, Result},
    identity::second_factor::{self, Authenticator, Taken},
    web::{
        Access, CODE, Chrome, Form, Input, Query, Route, SECOND_FACTOR, get,
        local_path::local_path,
        post,
        session::{SecondFactor, SignedIn},
    },
};

/// Where the panel begins.
const PANEL: &str = "/admin/";
const BEGIN: &str = "/admin/second-factor/begin/";
const CONFIRM: &str = "/admin/second-factor/confirm/";
const CODES: &str = "/admin/second-factor/codes/";
const END: &str = "/admin/second-factor/end/";

#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    code: SecretString,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(super) struct Password {
    #[serde(default)]
    password: SecretString,
}

pub(super) fn routes() -> Vec<Route> {
    // Where a refused form is loaded anew.
    let to_the_page = async |chrome: Chrome| chrome.go(SECOND_FACTOR);
    vec![
        get(CODE, Access::PanelDoor, ask),
        post(CODE, Access::PanelDoor, give),
        get(SECOND_FACTOR, Access::PanelDoor, index),
        post(BEGIN, Access::PanelDoor, begin),
        get(BEGIN, Access::PanelDoor, to_the_page),
        post(CONFIRM, Access::PanelDoor, confirm),
        get(CONFIRM, Access::PanelDoor, to_the_page),
        post(CODES, Access::PanelDoor, renew_codes),
        get(CODES, Access::PanelDoor, to_the_page),
        post(END, Access::PanelDoor, end),
        get(END, Access::PanelDoor, to_the_page),
    ]
}

async fn ask(
    chrome: Chrome,
    identity: Identity,
    person: SignedIn,
    Query(Next { next }): Query<Next>,
) -> Result<Response> {
    let factor = of(&identity, &person).await?;
    let next = way_on(&next);
    if !factor.wants_code() {
        return Ok(chrome.go(next));
    }
    Ok(chrome.page("Your code", &view::ask(&Input::default(), next)))
}

async fn give(
    chrome: Chrome,
    identity: Identity,
    person: SignedIn,
    ClientIp(address): ClientIp,
    Form(Code { code, next }): Form<Code>,
) -> Result<Response> {
    let next = way_on(&next);
    let taken = second_factor::take(&identity, person.session(), &code, address).await?;
    Ok(refusal(&chrome, taken, |wrong| view::ask(wrong, next)).unwrap_or_else(|| chrome.go(next)))
}

async fn index(
    chrome: Chrome,
    identity: Identity,
    person: SignedIn,
    check: PasswordCheck,
) -> Result<Response> {
    let factor = of(&identity, &person).await?;
    if factor.wants_code() {
        return Ok(chrome.go(&format!("{CODE}?next={SECOND_FACTOR}")));
    }
    let page = page(&identity, &factor, &check, &Input::default(), &Input::default()).await?;
    Ok(chrome.page("Second factor", &page))
}

async fn begin(
    chrome: Chrome,
    identity: Identity,
    check: PasswordCheck,
    Form(Password { password }): Form<Password>,
) -> Result<Response> {
    with_password(chrome, identity, check, password, async |chrome, identity, person| {
        second_factor::begin(identity, person.session()).await?;
        Ok(chrome.go(SECOND_FACTOR))
    })
    .await
}

async fn confirm(
    chrome: Chrome,
    identity: Identity,
    check: PasswordCheck,
    ClientIp(address): ClientIp,
    Form(Code { code, .. }): Form<Code>,
) -> Result<Response> {
    let person = check.person();
    let factor = of(&identity, person).await?;
    if factor.active_since.is_some() || !factor.begun {
        return Ok(chrome.go(SECOND_FACTOR));
    }
    let taken = second_factor::take(&identity, person.session(), &code, address).await?;
    let authenticator = Authenticator::of(&identity, person.session()).await?.ok_or(Error::NotFound)?;
    let picture = view::picture(&authenticator)?;
    match refusal(&chrome, taken, |wrong| view::confirm(&authenticator, &picture, wrong)) {
        Some(refused) => Ok(refused),
        None => Ok(written(&chrome, second_factor::write_recovery_codes(&identity, person.session()).await?)),
    }
}

async fn renew_codes(
    chrome: Chrome,
    identity: Identity,
    check: PasswordCheck,
    Form(Password { password }): Form<Password>,
) -> Result<Response> {
    with_password(chrome, identity, check, password, async |chrome, identity, person| {
        Ok(written(chrome, second_factor::write_recovery_codes(identity, person.session()).await?))
    })
    .await
}

async fn end(
    chrome: Chrome,
    identity: Identity,
    check: PasswordCheck,
    Form(Password { password }): Form<Password>,
) -> Result<Response> {
    with_password(chrome, identity, check, password, async |chrome, identity, person| {
        second_factor::end(identity, person.session()).await?;
        Ok(chrome.go(SECOND_FACTOR))
    })
    .await
}

/// What is done once the password was given, and the code where there is one; the page again where it was not.
async fn with_password(
    chrome: Chrome,
    identity: Identity,
    mut check: PasswordCheck,
    password: SecretString,
    work: impl AsyncFnOnce(&Chrome, &Identity, &SignedIn) -> Result<Response>,
) -> Result<Response> {
    let factor = of(&identity, check.person()).await?;
    if factor.wants_code() {
        return Err(Error::CodeRequired);
    }
    match check.refused(password).await? {
        None => work(&chrome, &identity, check.person()).await,
        Some(wrong) => {
            let page = page(&identity, &factor, &check, &wrong, &Input::default()).await?;
            Ok(chrome.refused_page("Second factor", &page))
        }
    }
}

/// The page in its three states: there is none, it waits for its first code, it is in force.
async fn page(
    identity: &Identity,
    factor: &SecondFactor,
    check: &PasswordCheck,
    password: &Input,
    code: &Input,
) -> Result<Markup> {
    if factor.active_since.is_some() {
        return Ok(view::in_force(factor, check, password));
    }
    match Authenticator::of(identity, check.person().session()).await? {
        Some(authenticator) if check.is_passed() => {
            Ok(view::confirm(&authenticator, &view::picture(&authenticator)?, code))
        }
        _ => Ok(view::none(check, password)),
    }
}

/// The page of codes that were just written; they are shown this once.
fn written(chrome: &Chrome, codes: Option<Vec<String>>) -> Response {
    match codes {
        Some(codes) => chrome.page("Write these down", &view::codes(&codes)),
        None => chrome.go(SECOND_FACTOR),
    }
}

/// The form again, where a code was not taken.
fn refusal(chrome: &Chrome, taken: Taken, form: impl Fn(&Input) -> Markup) -> Option<Response> {
    let (message, wait) = match taken {
        Taken::Yes => return None,
        Taken::No => ("That code is wrong, or was given before. A new one comes every 30 seconds.", None),
        Taken::Throttled(seconds) => {
            ("Too many attempts. Please wait a few minutes before you try again.", Some(seconds))
        }
    };
    let page = chrome.refused_page("Your code", &form(&Input::refused("", message)));
    Some(match wait {
        None => page,
        Some(seconds) => {
            let wait = [(header::RETRY_AFTER, HeaderValue::from(seconds))];
            (StatusCode::TOO_MANY_REQUESTS, wait, page).into_response()
        }
    })
}

async fn of(identity: &Identity, person: &SignedIn) -> Result<SecondFactor> {
    SecondFactor::of(identity, person.session()).await?.ok_or(Error::SuperuserOnly)
}

/// Where to go on: a page of the panel.
fn way_on(next: &str) -> &str {
    let path = local_path(next);
    if path.starts_with(PANEL) { path } else { PANEL }
}
