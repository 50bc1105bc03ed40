//! Whether the superuser or support of a session has a second factor, and gave a code in this session, and what that person may do:
//! what the door of the panel asks.
//!
//! It is asked of the database at each request of the panel, and remembered for that request alone: whoever lost it, or a
//! right, is without it at the next. Nothing here sees a secret or a code; those are in `identity::second_factor`.

use time::OffsetDateTime;

use super::Hash;
use crate::{
    columns,
    db::Identity,
    error::{Error, Result},
    rights::Rights,
    sql,
};

/// What the database knows of a second factor.
#[derive(Clone, Debug)]
pub struct SecondFactor {
    /// Since when it is in force; none where there is none, or no code was given yet.
    pub active_since: Option<OffsetDateTime>,
    /// When a code of it was given in this session.
    pub given_at: Option<OffsetDateTime>,
    /// Whether there is a secret, in force or not.
    pub begun: bool,
    /// How many codes are written down.
    pub recovery_codes: i64,
    /// Whether the person is a superuser.
    pub superuser: bool,
    rights: Vec<String>,
}

columns!(SecondFactor { active_since, given_at, begun, recovery_codes, superuser, rights });

impl SecondFactor {
    /// That of the superuser or support of a session; none for anybody else.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn of(identity: &Identity, session: Hash) -> Result<Option<Self>> {
        identity.read(async |tx| tx.opt(sql!("identity/second_factor"), &[&session.as_bytes()]).await).await
    }

    /// What the person may do in the panel, where it is no superuser.
    #[must_use]
    pub fn rights(&self) -> Rights {
        Rights::of(&self.rights)
    }

    /// Whether a code of it is still to be given in this session.
    #[must_use]
    pub fn wants_code(&self) -> bool {
        self.active_since.is_some() && self.given_at.is_none()
    }

    /// What keeps this session out of the panel, if anything; `required` says that nobody comes in without one.
    ///
    /// # Errors
    /// [`Error::CodeRequired`], [`Error::SecondFactorRequired`].
    pub fn admit(&self, required: bool) -> Result<()> {
        match self.active_since {
            Some(_) if self.given_at.is_none() => Err(Error::CodeRequired),
            None if required => Err(Error::SecondFactorRequired),
            _ => Ok(()),
        }
    }
}
