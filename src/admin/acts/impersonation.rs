//! Looking around as somebody else: a state of the superuser's own session, for half an hour at most.
//! The person's session and password are untouched. How it ends is not here: the session does that, or its time.

use super::{Reason, words};
use crate::{
    db::OperatorTx,
    error::Result,
    id::{SessionId, TenantId, UserId},
    sql,
};

words! {
    /// What came of asking to look around.
    Began {
        /// The session shows what the person would see.
        Done = "done",
        /// There is no such person, or the session has ended.
        Gone = "gone",
        /// The session looks around as somebody already.
        Nested = "nested",
        /// The superuser has not given the password lately.
        Stale = "stale",
        /// That is the superuser who asks.
        Oneself = "self",
        /// That is a superuser too.
        Superuser = "superuser",
        /// That person is kept out.
        Deactivated = "deactivated",
        /// The person does not belong to that tenant, or nobody may enter it.
        Closed = "closed",
    }
}

/// Has a session of the acting superuser look around as `user` in `tenant`; changes are possible only when it `writes`.
pub async fn begin(
    tx: &OperatorTx,
    session: SessionId,
    (user, tenant): (UserId, TenantId),
    writes: bool,
    reason: &Reason,
) -> Result<Began> {
    tx.one(sql!("operator/impersonate"), &[&session, &user, &tenant, &writes, &reason]).await
}
