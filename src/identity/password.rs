//! Passwords: argon2id (RFC 9106) with OWASP's parameters, by a protocol in which no verifier leaves the database.
//!
//! The database gives salt and parameters, this module computes the *proof*, and the database compares `sha256(proof)`
//! with what it keeps. A proof and a password are never logged, stored or compared here.

use std::sync::LazyLock;

use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// The length of salts, in bytes (RFC 9106 section 3.1 recommends 16).
pub const SALT_BYTES: usize = 16;
const PROOF_BYTES: usize = 32;
/// The fewest characters a new password may have (NIST SP 800-63B section 5.1.1.1 asks for 8).
pub const SHORTEST: usize = 8;

/// Each computation takes a core and its memory for some 20 ms: no more at once than there are cores, so that a storm of
/// sign-ins neither fills the memory nor starves the pages.
static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));

/// Whether a new password has as many characters as it must.
#[must_use]
pub fn is_long_enough(password: &SecretString) -> bool {
    password.expose_secret().chars().count() >= SHORTEST
}

/// The cost of one computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: i32,
    /// Passes over the memory.
    pub iterations: i32,
    /// Lanes.
    pub lanes: i32,
}

impl Cost {
    /// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two iterations, one lane. The same figures stand in
    /// `auth.sign_in_salt` for people who do not exist.
    pub const OWASP: Self = Self { memory_kib: 19_456, iterations: 2, lanes: 1 };
}

/// What is sent to the database to sign in: the argon2id output.
pub type Proof = SecretBox<[u8; PROOF_BYTES]>;

/// What the database keeps of a password.
#[derive(Debug)]
pub struct Credential {
    /// Random, one per password.
    pub salt: [u8; SALT_BYTES],
    /// `sha256` of the proof.
    pub verifier: [u8; 32],
    /// What the proof costs.
    pub cost: Cost,
}

impl Credential {
    /// A credential for a new password, with a fresh salt.
    ///
    /// # Errors
    /// When argon2 cannot run, which would be a mistake of ours.
    pub async fn new(password: SecretString) -> Result<Self> {
        let salt: [u8; SALT_BYTES] = rand::random();
        let cost = Cost::OWASP;
        let proof = proof(password, salt.to_vec(), cost).await?;
        Ok(Self { salt, verifier: Sha256::digest(proof.expose_secret()).into(), cost })
    }
}

/// Computes the proof of a password, off the async threads; waits for its turn.
///
/// # Errors
/// When the salt or the parameters are none that argon2 takes, which would be a mistake of ours.
pub async fn proof(password: SecretString, salt: Vec<u8>, cost: Cost) -> Result<Proof> {
    let _turn = AT_ONCE.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || compute(&password, &salt, cost)).await.map_err(Error::internal)?
}

fn compute(password: &SecretString, salt: &[u8], cost: Cost) -> Result<Proof> {
    let number = |value: i32| u32::try_from(value).map_err(Error::internal);
    let params = Params::new(
        number(cost.memory_kib)?,
        number(cost.iterations)?,
        number(cost.lanes)?,
        Some(PROOF_BYTES),
    )
    .map_err(|invalid| Error::internal(invalid.to_string()))?;
    let mut proof = Box::new([0; PROOF_BYTES]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.expose_secret().as_bytes(), salt, proof.as_mut_slice())
        .map_err(|invalid| Error::internal(invalid.to_string()))?;
    Ok(SecretBox::new(proof))
}
