//! Acts on tenants and on who belongs to them. A tenant is deleted for thirty days, in which it can be restored.
//! Nothing here removes one for good: what is past its grace, the housekeeping removes.

use super::{Edited, Reason, Was, words};
use crate::{
    db::{OperatorTx, Param},
    error::Result,
    id::{TenantId, UserId},
    line_type, sql,
};

/// For how many days a deleted tenant can be restored.
pub const GRACE_DAYS: i32 = 30;

line_type! {
    /// What a tenant is called.
    TenantName
}

words! {
    /// What may be done in a tenant.
    TenantStatus {
        /// All works.
        Active = "active",
        /// Nobody enters, nothing is changed, all is kept.
        Suspended = "suspended",
        /// It can be read.
        Archived = "archived",
        /// As suspended, and removed after [`GRACE_DAYS`].
        Deleted = "deleted",
    }
}

words! {
    /// What a member is in a tenant.
    Role {
        /// Whose it is.
        Owner = "owner",
        /// Who manages it.
        Admin = "admin",
        /// Who works there.
        Member = "member",
        /// Who reads there.
        Viewer = "viewer",
    }
}

/// Creates a tenant without members.
///
/// # Errors
/// A constraint: `tenants_slug_key`, `tenants_slug_check` or `tenants_slug_reserved_check`.
pub async fn open(
    tx: &OperatorTx,
    tenant: TenantId,
    slug: &str,
    name: &TenantName,
    reason: &Reason,
) -> Result<()> {
    tx.run(sql!("operator/open_tenant"), &[&tenant, &slug, &name, &reason]).await.map(drop)
}

/// Gives a tenant another name; whatever happened to it meanwhile when there is no `version`.
pub async fn rename(
    tx: &OperatorTx,
    tenant: TenantId,
    name: &TenantName,
    version: Option<i32>,
    reason: &Reason,
) -> Result<Edited> {
    tx.one(sql!("operator/rename_tenant"), &[&tenant, &name, &version, &reason]).await
}

/// Sets the status of tenants that are in one of the states `from`, or in any, all or none; tells of each that there is what it was. Every instance knows within a second.
pub async fn set_statuses(
    tx: &OperatorTx,
    tenants: &[TenantId],
    status: TenantStatus,
    from: Option<&[TenantStatus]>,
    reason: &Reason,
) -> Result<Vec<Was<TenantId, TenantStatus>>> {
    let from: Option<Vec<_>> = from.map(|from| from.iter().map(|status| status.word()).collect());
    let versions: Option<&[i32]> = None;
    let params: [Param<'_>; 6] = [&tenants, &status.word(), &GRACE_DAYS, &from, &versions, &reason];
    tx.all(sql!("operator/set_tenant_statuses"), &params).await
}

/// Sets the status of tenants that are still of these versions and `left`. False when one is not: then somebody did
/// something about it since, and the transaction must not be committed.
pub async fn put_back(
    tx: &OperatorTx,
    (tenants, versions): (&[TenantId], &[i32]),
    status: TenantStatus,
    left: TenantStatus,
    reason: &Reason,
) -> Result<bool> {
    let from = Some([left.word()]);
    let from = from.as_ref().map(<[_; 1]>::as_slice);
    let params: [Param<'_>; 6] = [&tenants, &status.word(), &GRACE_DAYS, &from, &versions, &reason];
    let was: Vec<Was<TenantId, TenantStatus>> = tx.all(sql!("operator/set_tenant_statuses"), &params).await?;
    Ok(was.iter().filter(|tenant| tenant.version.is_some()).count() == tenants.len())
}

/// Makes a person a member. False when it is one already, and then nothing was done.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) when there is no such tenant or person.
pub async fn add_member(
    tx: &OperatorTx,
    tenant: TenantId,
    user: UserId,
    role: Role,
    reason: &Reason,
) -> Result<bool> {
    tx.one(sql!("operator/join_tenant"), &[&tenant, &user, &role.word(), &reason]).await
}

/// Gives a member another role; whatever it is meanwhile when there is no `version`.
pub async fn set_role(
    tx: &OperatorTx,
    tenant: TenantId,
    user: UserId,
    role: Role,
    version: Option<i32>,
    reason: &Reason,
) -> Result<Edited> {
    tx.one(sql!("operator/set_member_role"), &[&tenant, &user, &role.word(), &version, &reason]).await
}

/// Takes a person out of a tenant; sessions that work there lose it. The role as it was, or None when there is no such member.
pub async fn remove_member(
    tx: &OperatorTx,
    tenant: TenantId,
    user: UserId,
    reason: &Reason,
) -> Result<Option<Role>> {
    let was: Option<String> = tx.one(sql!("operator/remove_member"), &[&tenant, &user, &reason]).await?;
    was.map(|role| role.parse()).transpose()
}
