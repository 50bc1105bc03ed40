//! The identifiers of things, each a type of its own, so that a task's id never stands where a project's belongs.
//!
//! New ids are made here and nowhere else: UUID version 7 (RFC 9562), whose order is the order of creation, so that
//! lists are sorted by the primary key alone.

use std::{fmt, str::FromStr, time::SystemTime};

use maud::Render;
use postgres_types::{FromSql, ToSql};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ToSql, FromSql, Serialize, Deserialize)]
        #[postgres(transparent)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// An id that nothing else has, later than all before it.
            #[must_use]
            #[expect(clippy::new_without_default, reason = "every call gives another value")]
            #[expect(clippy::disallowed_methods, reason = "ids are made here")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        /// Nothing in it needs to be escaped, and a list of rows is ids for the most part.
        impl Render for $name {
            fn render_to(&self, page: &mut String) {
                page.push_str(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::from_str(text).map(Self)
            }
        }
    };
}

id! {
    /// A tenant: one customer of the service.
    TenantId
}
id! {
    /// A person, who may belong to several tenants.
    UserId
}
id! {
    /// A live session, by the handle that the panel names it by. It opens nothing.
    SessionId
}
id! {
    /// An act of the panel: every entry of the trail that it files says so.
    JobId
}
id! {
    /// A project of a tenant.
    ProjectId
}
id! {
    /// A task in a project.
    TaskId
}

impl JobId {
    /// How long ago it was given, in seconds; none where it was not given here.
    #[must_use]
    pub fn age(self) -> Option<u64> {
        let (given, _) = self.0.get_timestamp()?.to_unix();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(now.as_secs().saturating_sub(given))
    }
}
