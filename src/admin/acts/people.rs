//! Acts on people and on their sessions. Nobody is removed: what a person did stays that person's.
//! A password comes as a credential, and what it was made of goes no further than here.

use super::{Edited, Reason, Was, words};
use crate::{
    columns,
    db::{OperatorTx, Param},
    error::Result,
    id::{SessionId, UserId},
    identity::password::Credential,
    line_type,
    rights::Rights,
    sql,
};

line_type! {
    /// By which a person signs in.
    Login
}

line_type! {
    /// What a person is called.
    DisplayName
}

words! {
    /// Whether a person may sign in.
    UserStatus {
        /// Yes.
        Active = "active",
        /// No, and every session has ended.
        Deactivated = "deactivated",
    }
}

words! {
    /// Of which kind a person is.
    UserKind {
        /// Somebody of the tenants that the person belongs to.
        Person = "person",
        /// Comes into the panel, and sees and does there what the rights say.
        Support = "support",
        /// Sees all tenants, and acts on them.
        Superuser = "superuser",
    }
}

/// A session that was ended, and whose it was.
#[derive(Clone, Copy, Debug)]
pub struct Ended {
    /// Which.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
}

columns!(Ended { id, user_id });

/// Creates a person; support that is given no rights sees all.
///
/// # Errors
/// A constraint: `users_login_key` when the login is taken.
pub async fn create(
    tx: &OperatorTx,
    user: UserId,
    login: &Login,
    name: &DisplayName,
    credential: &Credential,
    (kind, rights): (UserKind, Option<Rights>),
    reason: &Reason,
) -> Result<()> {
    let Credential { salt, verifier, cost } = credential;
    let (salt, verifier) = (salt.as_slice(), verifier.as_slice());
    let (kind, rights) = (kind.word(), rights.map(Rights::words));
    let params: [Param<'_>; 11] = [
        &user,
        &login,
        &name,
        &salt,
        &verifier,
        &cost.memory_kib,
        &cost.iterations,
        &cost.lanes,
        &kind,
        &rights,
        &reason,
    ];
    tx.run(sql!("operator/enrol"), &params).await.map(drop)
}

/// Renames a person in every tenant, and says of which kind it is and what it may do as support, each kept where it is not said;
/// whatever happened meanwhile when there is no `version`. Who may do more than before has to sign in again.
///
/// # Errors
/// [`Error::LastSuperuser`](crate::error::Error::LastSuperuser) when no active superuser would be left.
pub async fn edit(
    tx: &OperatorTx,
    user: UserId,
    name: &DisplayName,
    (kind, rights): (Option<UserKind>, Option<Rights>),
    version: Option<i32>,
    reason: &Reason,
) -> Result<Edited> {
    let (kind, rights) = (kind.map(UserKind::word), rights.map(Rights::words));
    tx.one(sql!("operator/edit_user"), &[&user, &name, &kind, &rights, &version, &reason]).await
}

/// Gives a person another password, which ends every session of the person. False when there is no such person.
pub async fn set_password(
    tx: &OperatorTx,
    user: UserId,
    credential: &Credential,
    reason: &Reason,
) -> Result<bool> {
    let Credential { salt, verifier, cost } = credential;
    let (salt, verifier) = (salt.as_slice(), verifier.as_slice());
    let params: [Param<'_>; 7] =
        [&user, &salt, &verifier, &cost.memory_kib, &cost.iterations, &cost.lanes, &reason];
    tx.one(sql!("operator/set_password"), &params).await
}

/// Keeps people out or lets them in, all or none; tells of each that there is what it was.
///
/// # Errors
/// [`Error::LastSuperuser`](crate::error::Error::LastSuperuser) when no active superuser would be left.
pub async fn set_statuses(
    tx: &OperatorTx,
    users: &[UserId],
    status: UserStatus,
    reason: &Reason,
) -> Result<Vec<Was<UserId, UserStatus>>> {
    let versions: Option<&[i32]> = None;
    tx.all(sql!("operator/set_user_statuses"), &[&users, &status.word(), &versions, &reason]).await
}

/// Keeps people out or lets them in who are still of these versions. False when one is not: then somebody did something
/// about that person since, and the transaction must not be committed.
///
/// # Errors
/// [`Error::LastSuperuser`](crate::error::Error::LastSuperuser) when no active superuser would be left.
pub async fn put_back(
    tx: &OperatorTx,
    (users, versions): (&[UserId], &[i32]),
    status: UserStatus,
    reason: &Reason,
) -> Result<bool> {
    let params: [Param<'_>; 4] = [&users, &status.word(), &versions, &reason];
    let was: Vec<Was<UserId, UserStatus>> = tx.all(sql!("operator/set_user_statuses"), &params).await?;
    Ok(was.iter().filter(|person| person.version.is_some()).count() == users.len())
}

/// Takes a person's lost second factor away, which ends every session of the person. False when there is none.
pub async fn reset_second_factor(tx: &OperatorTx, user: UserId, reason: &Reason) -> Result<bool> {
    tx.one(sql!("operator/reset_second_factor"), &[&user, &reason]).await
}

/// Ends sessions, all or none, on every instance within a second: those that there were.
pub async fn end_sessions(tx: &OperatorTx, sessions: &[SessionId], reason: &Reason) -> Result<Vec<Ended>> {
    tx.all(sql!("operator/end_sessions"), &[&sessions, &reason]).await
}

/// Ends every session of a person: how many there were.
pub async fn end_sessions_of(tx: &OperatorTx, user: UserId, reason: &Reason) -> Result<i32> {
    tx.one(sql!("operator/end_sessions_of"), &[&user, &reason]).await
}
