//! A superuser at the command line, who acts on the operator's connections and says so.
//!
//! Nobody signs in here: whoever has the URLs is trusted to name himself, and the trail says which login he came by. The
//! database refuses an act of anybody who is no active superuser.

use crate::{
    db::{Operator, Pools},
    id::UserId,
    operate::{Error, Result},
    sql,
    text::line,
};

/// A superuser who acts.
#[derive(Debug)]
pub struct Superuser {
    pub(super) operator: Operator,
    /// Why; it stands in the trail beside each act.
    pub(super) reason: Option<String>,
}

impl Superuser {
    /// The active superuser of that login.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is none.
    #[expect(clippy::disallowed_methods, reason = "whoever has the operator's URL")]
    pub async fn named(pools: &Pools, login: &str) -> Result<Self> {
        let person: Option<UserId> =
            pools.upkeep().write(async |tx| tx.one(sql!("operator/superuser"), &[&login]).await).await?;
        let person = person
            .ok_or_else(|| Error::Refused(format!("“{login}” is no active superuser, so cannot act")))?;
        Ok(Self { operator: pools.operator(person), reason: None })
    }

    /// The same, who says why.
    ///
    /// # Errors
    /// [`Error::Refused`] when the reason is blank, too long or unprintable.
    pub fn because(self, reason: Option<&str>) -> Result<Self> {
        let reason = reason.map(line).transpose();
        let reason = reason.map_err(|wrong| Error::Refused(format!("reason: {wrong}")))?;
        Ok(Self { reason, ..self })
    }
}

/// What the database refuses, in the words of whoever typed it.
pub(super) fn refused(failure: crate::error::Error) -> Error {
    use crate::error::Error as Failure;
    let words = match &failure {
        Failure::SuperuserOnly => "whoever acts is no active superuser any more",
        Failure::LastSuperuser => "that is the last active superuser: without one, nobody could act",
        Failure::Constraint(constraint) => match constraint.as_str() {
            "tenants_slug_key" => "slug: it is taken",
            "tenants_slug_check" => {
                "slug: 2 to 63 small letters, digits and hyphens, a hyphen neither first nor last"
            }
            "tenants_slug_reserved_check" => "slug: it is reserved for the service itself",
            "users_login_key" => "login: it is taken",
            "users_login_check" | "users_display_name_check" => "login or name: 1 to 255 characters",
            "members_role_check" => "role: owner, admin, member or viewer",
            _ => return failure.into(),
        },
        _ => return failure.into(),
    };
    Error::Refused(words.to_owned())
}
