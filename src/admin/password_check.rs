//! The superuser's own password once more, ahead of what is not easily taken back. Given lately, it is not asked for.
//!
//! A handler takes a [`PasswordCheck`], shows its field in the form, and asks [`PasswordCheck::refused`] once everything
//! else in the form is right. The password goes into the proof and nowhere else.

use std::net::IpAddr;

use axum::{
    extract::{FromRequestParts, State},
    http::request::Parts,
};
use axum_client_ip::ClientIp;
use maud::{Markup, html};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    db::Identity,
    error::{Error, Result},
    identity::{Reauthentication, reauthenticate},
    language::tr,
    ui::{self, FieldKind, TextField},
    web::{
        App, Input,
        session::{Sessions, SignedIn},
    },
};

/// Whether the superuser of the request proved lately who it is, and how to do so now.
pub(super) struct PasswordCheck {
    person: SignedIn,
    identity: Identity,
    sessions: Sessions,
    address: IpAddr,
    passed: bool,
}

impl FromRequestParts<App> for PasswordCheck {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let person = <SignedIn as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let identity = Identity::from_request_parts(parts, app).await?;
        let State(sessions) = State::from_request_parts(parts, app).await.map_err(Error::internal)?;
        let address = ClientIp::from_request_parts(parts, app).await;
        let ClientIp(address) = address.map_err(|unknown| Error::internal(unknown.to_string()))?;
        let passed = person.recently_authenticated();
        Ok(Self { person, identity, sessions, address, passed })
    }
}

impl PasswordCheck {
    /// Whose password it is.
    pub(super) fn person(&self) -> &SignedIn {
        &self.person
    }

    /// Whether the password was given lately.
    pub(super) fn is_passed(&self) -> bool {
        self.passed
    }

    /// The field of the form; nothing where the password was given lately.
    pub(super) fn field(&self, password: &Input) -> Markup {
        if self.passed {
            return html! {};
        }
        ui::text_field(&TextField {
            id: "password",
            name: "password",
            label: tr("Your own password"),
            kind: FieldKind::Password,
            error: password.error.as_deref(),
            autocomplete: Some("current-password"),
            ..TextField::default()
        })
    }

    /// That none was sent, where one is wanted: said without asking the database.
    pub(super) fn missing(&self, password: &str) -> Option<Input> {
        (!self.passed && password.is_empty()).then(|| Input::refused("", "Please give your own password."))
    }

    /// What is wrong with the password that was sent; None when it is right, or was given lately.
    pub(super) async fn refused(&mut self, password: SecretString) -> Result<Option<Input>> {
        if self.passed {
            return Ok(None);
        }
        if password.expose_secret().is_empty() {
            return Ok(Some(Input::refused("", "Please give your own password.")));
        }
        let came = reauthenticate(&self.identity, &self.person, password, self.address).await?;
        Ok(match came {
            Reauthentication::Confirmed => {
                self.passed = true;
                // This instance believes it at once; the others hear of it.
                self.sessions.forget(self.person.session());
                None
            }
            Reauthentication::Refused => Some(Input::refused("", "That is not your password.")),
            Reauthentication::Throttled(_) => {
                Some(Input::refused("", "Too many attempts. Please wait a few minutes before you try again."))
            }
        })
    }
}
