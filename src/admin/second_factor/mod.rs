//! The door of the panel: where the code of a second factor is given, and where one is set up, renewed and ended.
//!
//! It is the person's own: whoever looks around as somebody else is not let in here, and nothing here names a person. What ends
//! or renews it demands the password as well; the database asks for both again.

mod view;

use std::net::IpAddr;

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
    language::tr,
    ui::Icon,
    web::{
        Access, CODE, Chrome, Form, Input, NavLink, Query, Route, SECOND_FACTOR, get,
        local_path::local_path,
        post,
        session::{SecondFactor, SignedIn},
    },
};

const TITLE: &str = "Second factor";
/// Where the panel begins.
const PANEL: &str = "/admin/";
const BEGIN: &str = "/admin/second-factor/begin/";
const CONFIRM: &str = "/admin/second-factor/confirm/";
const CODES: &str = "/admin/second-factor/codes/";
const END: &str = "/admin/second-factor/end/";

/// Where one sets one's own up, in the navigation of the panel.
pub(super) const LINK: NavLink =
    NavLink { label: TITLE, href: SECOND_FACTOR, icon: Icon::ShieldCheck, access: Access::PanelDoor };

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
pub(super) struct Both {
    #[serde(default)]
    password: SecretString,
    #[serde(default)]
    code: SecretString,
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
        get(END, Access::PanelDoor, ask_to_end),
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
    Ok(chrome.page(tr("Your code"), &view::ask(&Input::default(), next)))
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
    let refused = refusal(&chrome, tr("Your code"), taken, |wrong| view::ask(wrong, next));
    Ok(refused.unwrap_or_else(|| chrome.go(next)))
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
    let page = page(&identity, &factor, &check, &Input::default()).await?;
    Ok(chrome.page(tr(TITLE), &page))
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
    // Without the password nobody sees the secret, nor puts in force what somebody else has begun.
    if factor.active_since.is_some() || !factor.begun || !check.is_passed() {
        return Ok(chrome.go(SECOND_FACTOR));
    }
    let Some(authenticator) = Authenticator::of(&identity, person.session()).await? else {
        return Ok(chrome.go(SECOND_FACTOR));
    };
    let picture = view::picture(&authenticator)?;
    let taken = second_factor::take(&identity, person.session(), &code, address).await?;
    match refusal(&chrome, tr(TITLE), taken, |wrong| view::confirm(&authenticator, &picture, wrong)) {
        Some(refused) => Ok(refused),
        None => written(&chrome, &identity, person, address).await,
    }
}

async fn renew_codes(
    chrome: Chrome,
    identity: Identity,
    check: PasswordCheck,
    ClientIp(address): ClientIp,
    Form(Password { password }): Form<Password>,
) -> Result<Response> {
    with_password(chrome, identity, check, password, async |chrome, identity, person| {
        written(chrome, identity, person, address).await
    })
    .await
}

async fn ask_to_end(chrome: Chrome, identity: Identity, check: PasswordCheck) -> Result<Response> {
    match of(&identity, check.person()).await? {
        factor if factor.given_at.is_some() => {
            Ok(chrome.page(tr(TITLE), &view::end(&check, &Input::default(), &Input::default())))
        }
        _ => Ok(chrome.go(SECOND_FACTOR)),
    }
}

/// Both once more: a session that was left open does not end it.
async fn end(
    chrome: Chrome,
    identity: Identity,
    mut check: PasswordCheck,
    ClientIp(address): ClientIp,
    Form(Both { password, code }): Form<Both>,
) -> Result<Response> {
    let factor = of(&identity, check.person()).await?;
    if factor.wants_code() {
        return Err(Error::CodeRequired);
    }
    if factor.active_since.is_none() {
        return Ok(chrome.go(SECOND_FACTOR));
    }
    if let Some(wrong) = check.refused(password).await? {
        return Ok(chrome.refused_page(tr(TITLE), &view::end(&check, &wrong, &Input::default())));
    }
    let session = check.person().session();
    let taken = second_factor::take(&identity, session, &code, address).await?;
    let refused = refusal(&chrome, tr(TITLE), taken, |wrong| view::end(&check, &Input::default(), wrong));
    if let Some(refused) = refused {
        return Ok(refused);
    }
    second_factor::end(&identity, session, address).await?;
    Ok(chrome.go(SECOND_FACTOR))
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
            let page = page(&identity, &factor, &check, &wrong).await?;
            Ok(chrome.refused_page(tr(TITLE), &page))
        }
    }
}

/// The page in its three states: there is none, it waits for its first code, it is in force.
async fn page(
    identity: &Identity,
    factor: &SecondFactor,
    check: &PasswordCheck,
    password: &Input,
) -> Result<Markup> {
    if factor.active_since.is_some() {
        return Ok(view::in_force(factor, check, password));
    }
    match Authenticator::of(identity, check.person().session()).await? {
        Some(authenticator) if check.is_passed() => {
            Ok(view::confirm(&authenticator, &view::picture(&authenticator)?, &Input::default()))
        }
        _ => Ok(view::none(check, password)),
    }
}

/// New codes, on a page; they are shown this once.
async fn written(
    chrome: &Chrome,
    identity: &Identity,
    person: &SignedIn,
    address: IpAddr,
) -> Result<Response> {
    Ok(match second_factor::write_recovery_codes(identity, person.session(), address).await? {
        Some(codes) => chrome.page(tr("Write these down"), &view::codes(&codes)),
        None => chrome.go(SECOND_FACTOR),
    })
}

/// The form again, where a code was not taken.
fn refusal(chrome: &Chrome, title: &str, taken: Taken, form: impl Fn(&Input) -> Markup) -> Option<Response> {
    let (message, wait) = match taken {
        Taken::Yes => return None,
        Taken::No => ("That code is wrong, or was given before. A new one comes every 30 seconds.", None),
        Taken::Throttled(seconds) => (
            "Too many attempts. Please wait a few minutes, or give a code that you wrote down.",
            Some(seconds),
        ),
        Taken::Exhausted => (
            "Too many wrong codes were given. Only one that you wrote down is taken now; without one, another superuser has to help you.",
            None,
        ),
    };
    let page = chrome.refused_page(title, &form(&Input::refused("", message)));
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
