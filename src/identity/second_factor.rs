//! The second factor of superusers and support: codes of an authenticator (TOTP, RFC 6238), and codes that were written down beforehand.
//!
//! The database keeps the secret, counts wrong codes and takes each right one once; this module compares, since PostgreSQL has no
//! HMAC-SHA-1 and authenticators know little else. A secret, a code and a recovery code are never logged.

use std::net::IpAddr;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use totp_rs::{Builder, Secret, Totp};

use super::sign_in::Verdict;
use crate::{
    columns,
    db::{Identity, Param},
    error::{Error, Result},
    sql,
    web::session::Hash,
};

/// What an authenticator shows beside the login.
const ISSUER: &str = "Rowhouse";
/// RFC 4226 section 4 recommends 160 bits.
const SECRET_BYTES: usize = 20;
/// How many codes are written down.
const RECOVERY_CODES: usize = 10;
/// 80 bits: so many that their plain hashes tell nothing of them.
const RECOVERY_BYTES: usize = 10;
/// How much of a login stands in an address: more would not fit a picture.
const LABEL: usize = 64;
/// How many characters stand between two hyphens of a code that is written down.
const GROUP: usize = 4;

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was right, and is good no more. The session remembers.
    Yes,
    /// It was wrong, or given before, or the session has ended.
    No,
    /// Too many were wrong; seconds until the next is taken. One that was written down is taken meanwhile.
    Throttled(i32),
    /// So many were wrong that only one that was written down is taken.
    Exhausted,
}

/// What an authenticator is to know.
pub struct Authenticator(Totp);

struct Shared {
    login: String,
    secret: Vec<u8>,
}

columns!(Shared { login, secret });

impl Authenticator {
    /// That of the person of a session, in force or about to be; none where there is none.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn of(identity: &Identity, session: Hash) -> Result<Option<Self>> {
        let shared: Option<Shared> = identity
            .read(async |tx| tx.opt(sql!("identity/second_factor_secret"), &[&session.as_bytes()]).await)
            .await?;
        shared.map(|Shared { login, secret }| Self::new(&login, secret)).transpose()
    }

    fn new(login: &str, secret: Vec<u8>) -> Result<Self> {
        // In the label of its address a colon parts the issuer from the login.
        let totp = Builder::new()
            .with_secret(Secret::new(secret.into()))
            .with_account_name(login.replace(':', " ").chars().take(LABEL).collect::<String>())
            .with_issuer(Some(ISSUER));
        Ok(Self(totp.build().map_err(Error::internal)?))
    }

    /// The secret as authenticators take it from a keyboard: in base 32 (RFC 4648).
    #[must_use]
    pub fn secret(&self) -> String {
        grouped(&self.0.secret().to_base32())
    }

    /// The address that authenticators read as a picture.
    ///
    /// # Errors
    /// When it cannot be written, which would be a mistake of ours.
    pub fn address(&self) -> Result<String> {
        self.0.to_url().map_err(Error::internal)
    }

    /// The interval of which this is the code: now, or one before or after, for clocks that differ (RFC 6238 section 5.2).
    fn interval(&self, code: &str, now: OffsetDateTime) -> Option<i64> {
        let seconds = u64::try_from(now.unix_timestamp()).ok()?;
        self.0.check(code, seconds).and_then(|interval| i64::try_from(interval).ok())
    }
}

/// Begins with a new secret, in force once a code of it was given. False when there is one in force, or the password was not
/// given lately.
///
/// # Errors
/// When the database cannot be asked.
pub async fn begin(identity: &Identity, session: Hash) -> Result<bool> {
    let secret: [u8; SECRET_BYTES] = rand::random();
    identity
        .write(async |tx| {
            tx.one(sql!("identity/begin_second_factor"), &[&session.as_bytes(), &secret.as_slice()]).await
        })
        .await
}

/// Takes a code of the authenticator, or one that was written down.
///
/// # Errors
/// When the database cannot be asked.
pub async fn take(
    identity: &Identity,
    session: Hash,
    typed: &SecretString,
    address: IpAddr,
) -> Result<Taken> {
    let typed = bare(typed.expose_secret());
    let Some(authenticator) = Authenticator::of(identity, session).await? else { return Ok(Taken::No) };
    let interval = authenticator.interval(&typed, OffsetDateTime::now_utc());
    let secret: [u8; 32] = Sha256::digest(authenticator.0.secret().as_bytes()).into();
    let (recovery, address) = (hash(&typed), address.to_string());
    // A refusal is Ok here, so that its attempt is counted and committed.
    let verdict: Verdict = identity
        .write(async |tx| {
            let (secret, recovery) = (secret.as_slice(), recovery.as_slice());
            let params: [Param<'_>; 5] = [&session.as_bytes(), &secret, &interval, &recovery, &address];
            tx.one(sql!("identity/take_code"), &params).await
        })
        .await?;
    Ok(match verdict.outcome.as_str() {
        "taken" => Taken::Yes,
        "exhausted" => Taken::Exhausted,
        "throttled" => Taken::Throttled(verdict.retry_after.unwrap_or(60)),
        _ => Taken::No,
    })
}

/// New codes to be written down, in place of those before; none when password or code were not given lately.
///
/// # Errors
/// When the database cannot be asked.
pub async fn write_recovery_codes(
    identity: &Identity,
    session: Hash,
    address: IpAddr,
) -> Result<Option<Vec<String>>> {
    let address = address.to_string();
    let codes: Vec<_> = (0..RECOVERY_CODES)
        .map(|_| Secret::new(Box::new(rand::random::<[u8; RECOVERY_BYTES]>())).to_base32())
        .collect();
    let hashes: Vec<_> = codes.iter().map(|code| hash(code).to_vec()).collect();
    let written: bool = identity
        .write(async |tx| {
            tx.one(sql!("identity/write_recovery_codes"), &[&session.as_bytes(), &hashes, &address]).await
        })
        .await?;
    Ok(written.then(|| codes.iter().map(|code| grouped(code)).collect()))
}

/// Does without from now on. False when password or code were not given lately.
///
/// # Errors
/// When the database cannot be asked.
pub async fn end(identity: &Identity, session: Hash, address: IpAddr) -> Result<bool> {
    let address = address.to_string();
    let params = (session.as_bytes(), &address);
    identity.write(async |tx| tx.one(sql!("identity/end_second_factor"), &[&params.0, params.1]).await).await
}

/// What was typed, without what only helps to read it.
fn bare(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect()
}

fn grouped(code: &str) -> String {
    let characters: Vec<_> = code.chars().collect();
    characters.chunks(GROUP).map(String::from_iter).collect::<Vec<_>>().join("-")
}

fn hash(code: &str) -> [u8; 32] {
    Sha256::digest(code.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, for SHA-1; of its eight digits the last six.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let authenticator = Authenticator::new("ann", b"12345678901234567890".to_vec()).unwrap();
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
            assert_eq!(authenticator.interval(code, at), Some(seconds / 30), "{code}");
            let beside = at + time::Duration::seconds(30);
            assert_eq!(authenticator.interval(code, beside), Some(seconds / 30), "{code}");
            let later = at + time::Duration::seconds(90);
            assert_eq!(authenticator.interval(code, later), None, "{code}");
        }
        for nothing in ["", "28708", "2870820", "٢٨٧٠٨٢", "287 82"] {
            assert_eq!(authenticator.interval(nothing, OffsetDateTime::UNIX_EPOCH), None, "{nothing}");
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(bare(" 287 082\n"), "287082");
        assert_eq!(bare(&grouped("ABCDEFGH").to_lowercase()), "ABCDEFGH");
    }

    #[test]
    fn a_login_with_a_colon_has_an_address() {
        let authenticator = Authenticator::new("a:b", vec![7; SECRET_BYTES]).unwrap();
        assert!(authenticator.address().unwrap().starts_with("otpauth://totp/Rowhouse:a%20b?secret="));
    }
}
