//! Signing in: salt from the database, proof from here, verdict and session from the database.
//!
//! The same work is done for a person who does not exist, for a wrong password and for a right one.

use std::net::IpAddr;

use secrecy::{ExposeSecret, SecretString};
use tower_sessions::session::Id;

use super::password::{Cost, Proof, proof};
use crate::{columns, db::Identity, error::Result, sql, text::MAX_CHARS, web::session::Hash};

/// What came of an attempt to sign in.
#[derive(Debug)]
pub(super) enum Outcome {
    /// There is a session of this id now.
    SignedIn(Id),
    /// Unknown login or wrong password: nobody is told which.
    Refused,
    /// Too many attempts; seconds until the next is taken.
    Throttled(i32),
}

/// What a proof is computed from.
pub(super) struct Challenge {
    salt: Vec<u8>,
    memory_kib: i32,
    iterations: i32,
    lanes: i32,
}

columns!(Challenge { salt, memory_kib, iterations, lanes });

impl Challenge {
    pub(super) async fn prove(self, password: SecretString) -> Result<Proof> {
        let Self { salt, memory_kib, iterations, lanes } = self;
        proof(password, salt, Cost { memory_kib, iterations, lanes }).await
    }
}

/// What the database says of a proof.
pub(super) struct Verdict {
    pub(super) outcome: String,
    pub(super) retry_after: Option<i32>,
}

columns!(Verdict { outcome, retry_after });

/// Tries to sign `login` in from `address`.
///
/// # Errors
/// When the database cannot be asked.
pub(super) async fn attempt(
    identity: &Identity,
    login: &str,
    password: SecretString,
    address: IpAddr,
) -> Result<Outcome> {
    let login = plausible(login);
    let challenge: Challenge =
        identity.read(async |tx| tx.one(sql!("identity/sign_in_salt"), &[&login]).await).await?;
    let proof = challenge.prove(password).await?;

    let id = Id::default();
    let (session, address) = (Hash::of(id), address.to_string());
    let proof = proof.expose_secret().as_slice();
    // A refusal is Ok here, so that its attempt is counted and committed.
    let verdict: Verdict = identity
        .write(async |tx| {
            tx.one(sql!("identity/sign_in"), &[&login, &proof, &session.as_bytes(), &address]).await
        })
        .await?;
    Ok(match verdict.outcome.as_str() {
        "signed_in" => Outcome::SignedIn(id),
        "throttled" => Outcome::Throttled(verdict.retry_after.unwrap_or(60)),
        _ => Outcome::Refused,
    })
}

/// A login that the database takes as a text: anything that is none becomes one that nobody has, and is refused by the
/// same work.
fn plausible(login: &str) -> &str {
    if login.contains('\0') || login.chars().count() > MAX_CHARS { "" } else { login }
}
