//! What a superuser does by hand, or support with the right to it: each act is one function here, run in a transaction that declares
//! who acts.
//!
//! `operator.write(async |tx| acts::tenants::rename(tx, …).await)`, and [`Operator::write_at_length`] for a selection of
//! thousands. The database looks whether that person may, does it, and writes its entry of the trail with the reason, all
//! in one transaction; nothing here decides who may act.
//!
//! [`Operator::write_at_length`]: crate::db::Operator::write_at_length

pub mod impersonation;
pub mod people;
pub mod projects;
pub mod tasks;
pub mod tenants;

use crate::{
    db::{FromRow, Row, RowError},
    line_type,
};

line_type! {
    /// Why it is done. It stands in the trail beside the act.
    Reason
}

/// Declares what a function of the database may answer in words. An answer that is not listed is a mistake, and an error.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// As the database calls it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl<'a> postgres_types::FromSql<'a> for $name {
            fn from_sql(
                _: &postgres_types::Type,
                raw: &'a [u8],
            ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
                match raw {
                    $(word if word == $word.as_bytes() => Ok(Self::$variant),)+
                    other => Err(format!("{:?} is no {}", String::from_utf8_lossy(other), stringify!($name)).into()),
                }
            }

            fn accepts(column: &postgres_types::Type) -> bool {
                *column == postgres_types::Type::TEXT
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::error::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(crate::error::Error::BadRequest("The form could not be read.")),
                }
            }
        }

        impl crate::db::FromRow for $name {
            fn from_row(row: &crate::db::Row) -> Result<Self, crate::db::RowError> {
                row.try_get(0)
            }
        }
    };
}
use words;

words! {
    /// What came of changing a row that somebody saw before.
    Edited {
        /// It is as was wanted.
        Done = "done",
        /// There is no such row, or no longer.
        Gone = "gone",
        /// Somebody changed it meanwhile, and nothing was done.
        Conflict = "conflict",
    }
}

/// A row that an act was about, and how it was before: what an undo puts back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Was<I, S> {
    /// Which.
    pub id: I,
    /// How it was.
    pub was: S,
    /// The version that it has now, where it was changed.
    pub version: Option<i32>,
}

impl<I, S> FromRow for Was<I, S>
where
    I: for<'a> postgres_types::FromSql<'a>,
    S: for<'a> postgres_types::FromSql<'a>,
{
    fn from_row(row: &Row) -> Result<Self, RowError> {
        Ok(Self { id: row.try_get("id")?, was: row.try_get("was")?, version: row.try_get("version")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_line_that_can_be_seen() {
        assert!("Ticket 4711: asked for by phone".parse::<Reason>().is_ok());
        for text in ["", " \u{200b}", "two\nlines", &"x".repeat(256)] {
            assert!(text.parse::<Reason>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn words_are_the_database_s() {
        for status in ["active", "suspended", "archived", "deleted"] {
            assert_eq!(status.parse::<tenants::TenantStatus>().unwrap().word(), status);
        }
        assert!("Active".parse::<tenants::TenantStatus>().is_err());
    }
}
