//! Proving again who one is, ahead of what destroys: the person of a live session gives the password once more.
//!
//! Attempts are counted with those at sign-in, so a session that was left open is no way around that count. Nobody proves
//! anything while looking around as somebody else: the database knows no password for that.

use std::net::IpAddr;

use secrecy::{ExposeSecret, SecretString};

use super::sign_in::{Challenge, Verdict};
use crate::{db::Identity, error::Result, sql, web::session::SignedIn};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reauthentication {
    /// The session remembers it, for [`SignedIn::recently_authenticated`].
    Confirmed,
    /// That was not the password, or the session has ended.
    Refused,
    /// Too many attempts; seconds until the next is taken.
    Throttled(i32),
}

/// Compares `password` with that of the session's own person.
pub async fn reauthenticate(
    identity: &Identity,
    person: &SignedIn,
    password: SecretString,
    address: IpAddr,
) -> Result<Reauthentication> {
    let (session, address) = (person.session(), address.to_string());
    let challenge: Option<Challenge> =
        identity.read(async |tx| tx.opt(sql!("identity/session_salt"), &[&session.as_bytes()]).await).await?;
    let Some(challenge) = challenge else { return Ok(Reauthentication::Refused) };
    let proof = challenge.prove(password).await?;
    let proof = proof.expose_secret().as_slice();
    // A refusal is Ok here, so that its attempt is counted and committed.
    let verdict: Verdict = identity
        .write(async |tx| {
            tx.one(sql!("identity/reauthenticate"), &[&session.as_bytes(), &proof, &address]).await
        })
        .await?;
    Ok(match verdict.outcome.as_str() {
        "confirmed" => Reauthentication::Confirmed,
        "throttled" => Reauthentication::Throttled(verdict.retry_after.unwrap_or(60)),
        _ => Reauthentication::Refused,
    })
}
