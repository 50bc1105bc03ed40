//! What PostgreSQL and the pool say, in the terms of the crate: the one table from SQLSTATE to [`Error`].
//!
//! No text of the database leaves this module except as the source of an error, which goes to the log alone.
//! Codes: PostgreSQL documentation, appendix A.

use std::error::Error as _;

use deadpool_postgres::PoolError;
use tokio_postgres::error::SqlState;

use crate::error::Error;

/// Raised by `app.live()` when a tenant is not active.
const TENANT_NOT_ACTIVE: &str = "RH001";
/// Raised by `auth.acting()`, `auth.acting_superuser()`, `auth.acts_still()` and the trail when nobody acts who may.
const NO_SUPERUSER_ACTS: &str = "RH002";
/// Raised by `auth.set_user_status()` when nobody would be left who may.
const LAST_SUPERUSER: &str = "RH003";

impl From<tokio_postgres::Error> for Error {
    fn from(failure: tokio_postgres::Error) -> Self {
        let Some(answer) = failure.as_db_error() else {
            return match failure.source() {
                // A parameter or column of another type than the statement's is a mistake; all else is a lost connection.
                Some(cause) if cause.is::<tokio_postgres::types::WrongType>() => {
                    Self::Database(failure.into())
                }
                _ => Self::unavailable("the connection was lost", Some(failure.into())),
            };
        };
        let code = answer.code();
        let constraint = answer.constraint().unwrap_or_default().to_owned();
        match *code {
            _ if code.code() == TENANT_NOT_ACTIVE => Self::TenantNotActive,
            _ if code.code() == NO_SUPERUSER_ACTS => Self::SuperuserOnly,
            _ if code.code() == LAST_SUPERUSER => Self::LastSuperuser,
            // An insert that points at a row which is not there, or which another tenant has.
            SqlState::FOREIGN_KEY_VIOLATION => Self::NotFound,
            SqlState::UNIQUE_VIOLATION | SqlState::CHECK_VIOLATION => Self::Constraint(constraint),
            SqlState::READ_ONLY_SQL_TRANSACTION => Self::ReadOnly(failure.into()),
            SqlState::INSUFFICIENT_PRIVILEGE => Self::Denied(failure.into()),
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => {
                Self::unavailable(Self::CROSSING, Some(failure.into()))
            }
            SqlState::QUERY_CANCELED
            | SqlState::LOCK_NOT_AVAILABLE
            | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => {
                Self::unavailable("the database took too long", Some(failure.into()))
            }
            _ if must_reconnect(&failure) => {
                Self::unavailable("the statement was prepared for an older schema", Some(failure.into()))
            }
            // Connection exceptions, insufficient resources, operator intervention, system error.
            _ if matches!(&code.code()[..2], "08" | "53" | "57" | "58") => {
                Self::unavailable("the database cannot serve now", Some(failure.into()))
            }
            // Wrong password or role (28), no such database (3D): the configuration is wrong, and may be mended.
            _ if matches!(&code.code()[..2], "28" | "3D") => {
                Self::unavailable("the database refused the connection", Some(failure.into()))
            }
            _ => Self::Database(failure.into()),
        }
    }
}

impl From<PoolError> for Error {
    fn from(failure: PoolError) -> Self {
        match failure {
            PoolError::Backend(failure) => failure.into(),
            PoolError::Timeout(_) => {
                Self::unavailable("no connection came free in time", Some(failure.into()))
            }
            other => Self::internal(other),
        }
    }
}

/// Whether the connection's prepared statements are stale, so that it must not be used again: a migration changed the
/// result of a statement (0A000), or a pooler gave us another connection than the one that prepared it (26000).
pub(super) fn must_reconnect(failure: &tokio_postgres::Error) -> bool {
    failure.code().is_some_and(|code| {
        *code == SqlState::FEATURE_NOT_SUPPORTED || *code == SqlState::INVALID_SQL_STATEMENT_NAME
    })
}
