//! The one error type of the crate: what can go wrong in a request, said in the terms of the request.
//!
//! Nothing here knows HTTP or SQLSTATE: `db::failure` turns what PostgreSQL says into these, `web::problem` turns these
//! into pages. The text of a source error goes to the log and never to a client.

use std::{io, net::SocketAddr, time::Duration};

/// What went wrong underneath; for the log alone.
pub type Source = Box<dyn std::error::Error + Send + Sync>;

/// A result whose error is the crate's own.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request was not answered as it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it belongs to another tenant: nobody can tell which.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, or no longer.
    #[error("sign-in required")]
    SignInRequired,
    /// The person signed in works in no tenant.
    #[error("the person works in no tenant")]
    NoTenant {
        /// Whether there is another place for that person.
        panel: bool,
    },
    /// The person signed in is not a superuser, or has no right to an act.
    #[error("superusers only")]
    SuperuserOnly,
    /// The person comes into the panel, and has no right to this part of it.
    #[error("no right to this")]
    NoRight,
    /// The person has a second factor, and gave no code of it in this session.
    #[error("a code is required")]
    CodeRequired,
    /// The person has no second factor, and nobody comes into the panel without.
    #[error("a second factor is required")]
    SecondFactorRequired,
    /// A request that changes something came from another site, or does not say where it came from.
    #[error("cross-site request refused")]
    CrossSite,
    /// The request cannot be read; the text says why, to the person who sent it.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// The body is longer than any form of ours.
    #[error("the request body is too large")]
    TooLarge,
    /// The tenant is suspended or archived: its rows cannot be changed.
    #[error("the tenant is not active")]
    TenantNotActive,
    /// The tenant is suspended: nobody may enter it.
    #[error("the tenant is suspended")]
    TenantSuspended,
    /// The tenant was deleted and waits to be removed: nobody may enter it.
    #[error("the tenant is deleted")]
    TenantDeleted,
    /// Without this person there would be no active superuser.
    #[error("the last superuser")]
    LastSuperuser,
    /// A row broke the named constraint. A caller that knows the constraint says which field is wrong.
    #[error("constraint {0} violated")]
    Constraint(String),
    /// Not now: the database is lost, slow or full. Trying again is right.
    #[error("unavailable: {reason}")]
    Unavailable {
        /// What was waited for, for the log.
        reason: &'static str,
        /// After how long it is worth trying again.
        retry_after: Duration,
        /// What PostgreSQL or the pool said, if anything.
        #[source]
        source: Option<Source>,
    },
    /// COMMIT was sent, and nobody answered: it is done, or it is not. Whoever asked has to look.
    #[error("a commit was not answered")]
    Unconfirmed(#[source] Source),
    /// A superuser looks around as somebody else, and may not change anything.
    #[error("a superuser looks around and may change nothing")]
    LookingAround,
    /// What was asked for is not done while looking around as somebody else.
    #[error("not while looking around as somebody else")]
    Impersonating,
    /// PostgreSQL refused a write in a transaction that reads (25006).
    #[error("a write in a transaction that reads")]
    ReadOnly(#[source] Source),
    /// PostgreSQL denied a privilege (42501). No request of ours should ever meet this: a grant or a policy is wrong.
    #[error("a privilege was denied: a grant or a policy is wrong")]
    Denied(#[source] Source),
    /// PostgreSQL refused a statement for a reason that is a mistake of ours.
    #[error("the database refused a statement")]
    Database(#[source] Source),
    /// The address to serve on cannot be had.
    #[error("cannot serve on {0}: {1}. Is another program there? ROWHOUSE_LISTEN chooses another address")]
    Listen(SocketAddr, io::Error),
    /// Anything else that is a mistake of ours.
    #[error("internal error")]
    Internal(#[source] Source),
}

impl Error {
    /// Something that is worth trying again in a moment.
    #[must_use]
    pub fn unavailable(reason: &'static str, source: Option<Source>) -> Self {
        Self::Unavailable { reason, retry_after: Duration::from_secs(2), source }
    }

    /// Two transactions that waited for one another, of which PostgreSQL ended this one.
    pub(crate) const CROSSING: &str = "a conflict with another transaction";

    /// Whether it was ended for crossing another transaction: trying again at once is right.
    pub(crate) fn is_crossing(&self) -> bool {
        matches!(self, Self::Unavailable { reason: Self::CROSSING, .. })
    }

    /// A mistake of ours, with what it came from.
    pub fn internal(source: impl Into<Source>) -> Self {
        Self::Internal(source.into())
    }

    /// What a refused write is, where a superuser looks around.
    pub(crate) fn of_looking_around(self) -> Self {
        match self {
            Self::ReadOnly(_) => Self::LookingAround,
            other => other,
        }
    }

    /// The error and all it came from, in one line for the log.
    #[must_use]
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(cause) = source {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            source = cause.source();
        }
        text
    }
}
