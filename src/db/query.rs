//! A statement from a file in `sql/`, and the rows it gives as plain structs.
//!
//! Nothing here runs anything: a [`Query`] is a name and a text that were fixed when the crate was compiled. No statement
//! is ever put together from pieces.

use tokio_postgres::Row;

/// One file of `sql/`. Made by [`sql!`](crate::sql) alone, so its text is a constant of the program.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    /// The path below `sql/`, without the ending: `tasks/insert`.
    pub name: &'static str,
    /// The statement.
    pub text: &'static str,
}

/// The statement in `sql/<name>.sql`, embedded in the program. A name that has no file does not compile.
#[macro_export]
macro_rules! sql {
    ($name:literal) => {
        $crate::db::Query {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $name, ".sql")),
        }
    };
}

/// A row of a result as a value.
pub trait FromRow: Sized {
    /// Reads the row by column names.
    ///
    /// # Errors
    /// When a column is missing or of another type: a mistake that the test of all queries finds first.
    fn from_row(row: &Row) -> Result<Self, tokio_postgres::Error>;
}

/// Reads a struct from columns that are named as its fields: `columns!(Task { id, title })`.
#[macro_export]
macro_rules! columns {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::db::FromRow for $name {
            fn from_row(row: &$crate::db::Row) -> Result<Self, $crate::db::RowError> {
                Ok(Self { $($field: row.try_get(stringify!($field))?),+ })
            }
        }
    };
}

/// A result of one column.
macro_rules! single_column {
    ($($value:ty),+) => {
        $(impl FromRow for $value {
            fn from_row(row: &Row) -> Result<Self, tokio_postgres::Error> {
                row.try_get(0)
            }
        })+
    };
}

single_column!(
    bool,
    i32,
    i64,
    String,
    Option<bool>,
    Option<String>,
    Option<i32>,
    Option<i64>,
    crate::id::TenantId,
    crate::id::UserId,
    crate::id::ProjectId,
    crate::id::TaskId,
    crate::id::SessionId,
    Option<crate::id::TenantId>,
    Option<crate::id::UserId>
);
